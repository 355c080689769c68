using System.Buffers;
using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>All that a <see cref="ServerSession"/> can do to the world.</summary>
internal interface ISessionEffects
{
    /// <summary>Where octets are staged for the one send of this turn.</summary>
    IBufferWriter<byte> Output { get; }

    /// <summary>True while the peer does not take what is staged: no further exchange starts.</summary>
    bool OutputCongested { get; }

    /// <summary>True while staged octets have not been handed to the operating system.</summary>
    bool HasUnsent { get; }

    /// <summary>True while the peer has sent something that is about to be read.</summary>
    bool HasInput { get; }

    /// <summary>Milliseconds of the coarse clock.</summary>
    long Now { get; }

    /// <summary>The Date field's value.</summary>
    ReadOnlySpan<byte> Date { get; }

    /// <summary>What the receiver of the current request body wants.</summary>
    BodyDemand BodyDemand { get; }

    /// <summary>Whether somebody listens for such requests.</summary>
    bool Hears(RequestKind kind);

    /// <summary>A request head is complete: handlers run before this returns.</summary>
    void Publish(RequestHead head, RequestKind kind);

    /// <summary>A request that the connection may not carry any more; its refusal follows.</summary>
    void Drop(RequestHead head);

    /// <summary>
    /// The peer broke the protocol. True: somebody listens and was told, and acts on the raw connection where an answer
    /// may still be sent.
    /// </summary>
    bool TakesError(ProtocolError error, ReadOnlySequence<byte> packet, int parsed, bool mayAnswer);

    /// <summary>Nothing moved for the inactivity time. True: somebody listens and was told, and acts.</summary>
    bool TakesTimeout();

    /// <summary>Whether somebody takes the connection over with this request (CONNECT, Upgrade), so that HTTP ends here.</summary>
    bool Switches(RequestHead head);

    /// <summary>HTTP has ended; <paramref name="first"/> came behind the head.</summary>
    void Switch(RequestHead head, ReadOnlyMemory<byte> first);

    /// <summary>Octets of the request body; valid until this returns.</summary>
    void DeliverBody(ReadOnlySequence<byte> data);

    /// <summary>The request is complete.</summary>
    void DeliverEnd(FieldSection trailers);

    /// <summary>Request and response are complete; the exchange is over.</summary>
    void EndExchange();

    /// <summary>The exchange under way will never be complete.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="detail">Why, in words.</param>
    /// <param name="answer">The status code that the session itself answers with; 0 when it does not.</param>
    void FailExchange(CloseReason reason, string detail, int answer = 0);

    /// <summary>A request was refused; called before the answer is staged.</summary>
    void Refuse(ProtocolError error);

    /// <summary>A limit that is not answered with a refusal has fired.</summary>
    void LimitReached(string limit);

    /// <summary>What is staged is sent, then the connection ends; the peer's octets are read and thrown away meanwhile.</summary>
    void Close(CloseReason reason);

    /// <summary>The connection ends now.</summary>
    void Abort(CloseReason reason);
}
