namespace HttpActors.Interop.Harness;

/// <summary>
/// A server that is not ours, on the loopback interface and on a Unix socket, for one test class. All peers answer the
/// same targets in the same way, as far as they can.
/// </summary>
public abstract class Peer : IAsyncLifetime
{
    /// <summary>The text that <c>/lines</c> answers: long enough for several writes, and compressible.</summary>
    public static string Lines { get; } = string.Concat(Enumerable.Range(0, 5000).Select(number => $"line {number}\n"));

    /// <summary>The text of <c>/text</c>.</summary>
    public const string Text = "Hello from the other side.\n";

    public int Port { get; protected set; }

    /// <summary>The same server on a Unix socket.</summary>
    public string SocketPath { get; protected set; } = "";

    /// <summary>The codings that <c>/lines</c> can have.</summary>
    public abstract IReadOnlyList<string> Codings { get; }

    /// <summary>In front of the targets that a program answers: the prefix of what a proxy passes on.</summary>
    public virtual string Behind => "";

    /// <summary>Where a body of the pattern, this long, is to be had.</summary>
    public virtual string DownloadOf(long length) => $"/download?length={length}";

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();
}
