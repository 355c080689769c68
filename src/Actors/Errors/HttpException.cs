namespace HttpActors;

/// <summary>Something went wrong on the wire.</summary>
public class HttpException : IOException, IHttpError
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">The stable name, see <see cref="IHttpError.Code"/>.</param>
    /// <param name="message">What happened, for people.</param>
    /// <param name="innerException">What caused it; null when nothing below did.</param>
    public HttpException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <inheritdoc/>
    public string Code { get; }
}
