namespace HttpActors.Protocol;

/// <summary>HTTP was violated, by us or by the peer.</summary>
public class ProtocolException : Exception, IHttpError
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">A stable name, Node's where Node has one.</param>
    /// <param name="message">What was violated.</param>
    public ProtocolException(string code, string message)
        : base(message) => Code = code;

    /// <summary>A stable name, Node's where Node has one.</summary>
    public string Code { get; }
}
