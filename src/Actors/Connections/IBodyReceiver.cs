using System.Buffers;

namespace HttpActors.Actors.Connections;

/// <summary>Who receives the body of the peer's message. Called in the connection's turn, inside the guard around user code.</summary>
internal interface IBodyReceiver
{
    /// <summary>Octets; valid until this returns.</summary>
    void OnData(ReadOnlySequence<byte> data);

    /// <summary>Whether it has no room at this moment. Any thread.</summary>
    bool IsFull => false;

    /// <summary>The body is complete.</summary>
    void OnEnd();

    /// <summary>The body will never be complete.</summary>
    void OnFailed(Exception error);
}
