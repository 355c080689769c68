namespace HttpActors;

/// <summary>A call came at a time when it cannot be done: headers after they were sent, a write after the end.</summary>
public class HttpStateException : InvalidOperationException, IHttpError
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">The stable name, see <see cref="IHttpError.Code"/>.</param>
    /// <param name="message">What was asked and why it cannot be.</param>
    /// <param name="innerException">What caused it; null when nothing below did.</param>
    public HttpStateException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <inheritdoc/>
    public string Code { get; }
}
