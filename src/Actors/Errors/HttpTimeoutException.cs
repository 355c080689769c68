namespace HttpActors;

/// <summary>A time limit of a request passed; <see cref="IHttpError.Code"/> says which, the message names the option.</summary>
public class HttpTimeoutException : HttpException
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">The stable name, see <see cref="IHttpError.Code"/>.</param>
    /// <param name="message">Which limit it was.</param>
    /// <param name="innerException">What caused it; null when nothing below did.</param>
    public HttpTimeoutException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }
}
