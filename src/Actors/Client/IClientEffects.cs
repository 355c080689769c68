using System.Buffers;
using HttpActors.Protocol;

namespace HttpActors.Actors.Client;

/// <summary>All that a <see cref="ClientSession"/> can do to the world.</summary>
internal interface IClientEffects
{
    /// <summary>Where octets are staged for the one send of this turn.</summary>
    IBufferWriter<byte> Output { get; }

    /// <summary>True while staged octets have not been handed to the operating system.</summary>
    bool HasUnsent { get; }

    /// <summary>Milliseconds of the coarse clock.</summary>
    long Now { get; }

    /// <summary>What the receiver of the current response body wants.</summary>
    BodyDemand BodyDemand { get; }

    /// <summary>1xx, but not 101.</summary>
    void DeliverInformation(ResponseHead head);

    /// <summary>The head of the final response, with what of its body was there already.</summary>
    void DeliverHead(ResponseHead head, byte[] received, bool isComplete, FieldSection trailers);

    /// <summary>Octets of the body; valid until this returns.</summary>
    void DeliverBody(ReadOnlySequence<byte> data);

    /// <summary>The response is complete.</summary>
    void DeliverEnd(FieldSection trailers);

    /// <summary>101, or 2xx to CONNECT: what follows is another protocol's.</summary>
    /// <param name="head">The answer.</param>
    /// <param name="first">What came behind it.</param>
    void Switch(ResponseHead head, byte[] first);

    /// <summary>Both messages are complete on the wire.</summary>
    /// <param name="persists">Whether the connection can serve another request.</param>
    void EndExchange(bool persists);

    /// <summary>The exchange under way will never be complete, and neither will the connection serve another.</summary>
    void Fail(CloseReason reason, ProtocolError? error);

    /// <summary>An idle connection ends.</summary>
    void Close(CloseReason reason);
}
