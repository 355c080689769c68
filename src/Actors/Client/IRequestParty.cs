using HttpActors.Protocol;

namespace HttpActors.Actors.Client;

/// <summary>Who shapes and follows a request: the facade's message objects. Called in the connection's turn, or once there is none on the thread pool.</summary>
internal interface IRequestParty
{
    string Method { get; }

    /// <summary>The target as it goes on the wire.</summary>
    string Target { get; }

    /// <summary>The Host field's value where the fields have none; null: none is added.</summary>
    string? HostField { get; }

    /// <summary>Fields of the head, in order; not changed any more once they were asked for.</summary>
    ReadOnlySpan<HeaderField> Fields { get; }

    /// <summary>Automatic fields that are not to be added.</summary>
    OmittedFields Omit { get; }

    /// <summary>Trailer fields, known when the request ends.</summary>
    ReadOnlySpan<HeaderField> Trailers { get; }

    /// <summary>True when somebody waits for <see cref="OnFinished"/>.</summary>
    bool FollowsFinish { get; }

    /// <summary>True while nobody wants the response: it is thrown away after a moment.</summary>
    bool IsUnheard { get; }

    /// <summary>There is a connection; nothing was sent on it yet.</summary>
    void OnSocket(ClientConnection connection);

    /// <summary>1xx, but not 101.</summary>
    void OnInformation(ResponseHead head);

    /// <summary>The final response; its body waits to be taken.</summary>
    void OnResponse(ResponseHead head);

    /// <summary>The connection is another protocol's now. False: nobody wants it yet; asked again when somebody listens.</summary>
    bool OnSwitched(ResponseHead head, ReadOnlyMemory<byte> first);

    /// <summary>The response is complete; its end is delivered next.</summary>
    void OnResponseComplete(FieldSection trailers);

    /// <summary>Less is staged than the high-water mark again.</summary>
    void OnDrained();

    /// <summary>Before the request was ended: nothing more of it will be taken, while its response may still come.</summary>
    void OnWritingOver(Exception error);

    /// <summary>The whole request was handed to the operating system.</summary>
    void OnFinished();

    /// <summary>Nothing moved for the time that was set.</summary>
    /// <returns>False: nobody heard it.</returns>
    bool OnTimedOut();

    /// <summary>Nothing more will happen. Null: both messages were complete and taken; else told once, before nothing else.</summary>
    void OnClosed(Exception? error);
}
