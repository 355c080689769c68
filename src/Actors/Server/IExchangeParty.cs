using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>Who shapes and follows a response: the facade's message objects. Called in the connection's turn.</summary>
internal interface IExchangeParty
{
    /// <summary>Status code of the head.</summary>
    int StatusCode { get; }

    /// <summary>Reason phrase; null for the usual one.</summary>
    string? StatusMessage { get; }

    /// <summary>Fields of the head, in order; not changed any more once they were asked for.</summary>
    ReadOnlySpan<HeaderField> Fields { get; }

    /// <summary>Automatic fields that are not to be added.</summary>
    OmittedFields Omit { get; }

    /// <summary>Trailer fields, known when the response ends.</summary>
    ReadOnlySpan<HeaderField> Trailers { get; }

    /// <summary>True when somebody waits for <see cref="OnFinished"/> or <see cref="OnClosed"/>: it is then sent at once.</summary>
    bool FollowsEnd { get; }

    /// <summary>Whether a body that is not as long as declared throws; else it is cut, or the connection closed.</summary>
    bool StrictContentLength => true;

    /// <summary>Nothing moved for the inactivity time. True: somebody was told, and acts; false: nobody listens.</summary>
    bool OnTimeout() => false;

    /// <summary>The request is complete on the wire.</summary>
    void OnRequestComplete(FieldSection trailers);

    /// <summary>Less is staged than the high-water mark again.</summary>
    void OnDrained();

    /// <summary>What is staged will never leave.</summary>
    void OnDrainFailed(Exception error);

    /// <summary>The whole response was handed to the operating system.</summary>
    void OnFinished();

    /// <summary>Nothing more will happen; <paramref name="error"/> is null when both halves were complete.</summary>
    void OnClosed(Exception? error);
}
