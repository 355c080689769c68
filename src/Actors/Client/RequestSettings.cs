using HttpActors.Protocol;

namespace HttpActors.Actors.Client;

/// <summary>What one request wants otherwise than its agent; shared by all requests that want nothing.</summary>
internal sealed record RequestSettings
{
    public static RequestSettings Default { get; } = new();

    public Http1Limits? Limits { get; init; }

    public TimeSpan? HeadersTimeout { get; init; }

    public TimeSpan? BodyTimeout { get; init; }

    /// <summary>Whether header fields of the response that can occur once are joined when they occur twice.</summary>
    public bool JoinDuplicateHeaders { get; init; }

    /// <summary>Whether the connection is closed after this request.</summary>
    public bool Close { get; init; }

    /// <summary>The connection of another request is never taken, and nobody takes this one's.</summary>
    public bool OneOff { get; init; }
}
