using System.Buffers;

namespace HttpActors.Supervisor.Files;

/// <summary>
/// Names that Windows reads as something else: drives and streams (<c>C:</c>, <c>a.txt::$DATA</c>), devices (<c>NUL</c>,
/// <c>COM1.txt</c>), and trailing dots and blanks, which it drops.
/// </summary>
internal static class WindowsNames
{
    private static readonly SearchValues<char> Reserved = SearchValues.Create("<>:\"|?*");

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM", "LPT"];

    internal static bool IsPlain(string name) =>
        !name.AsSpan().ContainsAny(Reserved)
        && !name.AsSpan().ContainsAnyInRange('\u0000', '\u001f')
        && name[^1] is not ('.' or ' ')
        && !IsDevice(name.AsSpan());

    private static bool IsDevice(ReadOnlySpan<char> name)
    {
        var dot = name.IndexOf('.');
        var stem = (dot < 0 ? name : name[..dot]).TrimEnd(' ');
        foreach (var device in Devices)
        {
            // COM1 to COM9, and their superscript spellings, are devices; COM alone is not, but nobody misses it.
            if (stem.StartsWith(device, StringComparison.OrdinalIgnoreCase)
                && stem.Length - device.Length <= (device is "COM" or "LPT" ? 1 : 0))
            {
                return true;
            }
        }

        return false;
    }
}
