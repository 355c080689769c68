namespace HttpActors.Protocol;

/// <summary>We were about to violate HTTP. Nothing was written and no state was changed.</summary>
public sealed class LocalProtocolException : ProtocolException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">A stable name, Node's where Node has one.</param>
    /// <param name="message">What was violated.</param>
    public LocalProtocolException(string code, string message)
        : base(code, message)
    {
    }
}
