using System.Text;

namespace HttpActors.Supervisor.Client;

/// <summary>What <c>--data</c> names: its own text, a file, or standard input.</summary>
internal sealed class RequestContent(string argument)
{
    private const char FileMark = '@';
    private const string StandardInput = "@-";

    /// <summary>Opens it before anything is sent.</summary>
    /// <returns>The octets, and how many there are; null where only the end will tell.</returns>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    internal (Stream Octets, long? Length) Open(Func<Stream> input)
    {
        if (argument == StandardInput)
            return (input(), null);

        if (!argument.StartsWith(FileMark))
        {
            var octets = Encoding.UTF8.GetBytes(argument);
            return (new MemoryStream(octets, writable: false), octets.Length);
        }

        try
        {
            var file = new FileStream(argument[1..], FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, useAsync: true);
            return (file, file.CanSeek ? file.Length : null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"cannot read '{argument[1..]}' of --data: {failure.Message.TrimEnd('.')}; name a file that exists, or @- for standard input");
        }
    }
}
