namespace HttpActors.Bench.Load.Servers;

/// <summary>What a peer is asked to serve.</summary>
internal enum Service
{
    /// <summary>13 bytes of text with Content-Length and Date.</summary>
    Hello,

    /// <summary>The request as one JSON object, as <c>httpactors echo</c> answers.</summary>
    Echo,

    /// <summary>A file of 10 MiB with its Content-Length.</summary>
    File,

    /// <summary>10 MiB from memory in pieces of 64 KiB, chunked.</summary>
    Chunked,

    /// <summary>Hello, and at <c>/block</c> hello after 50 ms in which the handler's thread is blocked.</summary>
    Block,
}
