namespace HttpActors.Protocol;

/// <summary>The peer violated HTTP. Readers report a <see cref="ProtocolError"/>; this is for callers who want to throw it.</summary>
public sealed class RemoteProtocolException : ProtocolException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="error">What <see cref="Http1Connection.Error"/> said.</param>
    public RemoteProtocolException(ProtocolError error)
        : base((error ?? throw new ArgumentNullException(nameof(error))).Code, error.Message) => Error = error;

    /// <summary>The rule or limit that was broken.</summary>
    public ProtocolError Error { get; }
}
