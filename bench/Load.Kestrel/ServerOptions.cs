using System.Globalization;

namespace HttpActors.Bench.Load.Kestrel;

internal sealed record ServerOptions(int Port, string Root)
{
    /// <summary><c>--port N --root DIR</c>; port 0 takes a free one.</summary>
    public static ServerOptions Parse(string[] arguments) => arguments switch
    {
        ["--port", var port, "--root", var root] => new(int.Parse(port, CultureInfo.InvariantCulture), root),
        _ => throw new ArgumentException("usage: --port N --root DIR"),
    };
}
