namespace HttpActors;

/// <summary>An argument is not what HTTP allows: a header name that is no token, a value with a line break.</summary>
public class HttpArgumentException : ArgumentException, IHttpError
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">The stable name, see <see cref="IHttpError.Code"/>.</param>
    /// <param name="message">What is wrong with it.</param>
    /// <param name="parameterName">Which argument; null when it is none in particular.</param>
    public HttpArgumentException(string code, string message, string? parameterName = null)
        : base(message, parameterName) => Code = code;

    /// <inheritdoc/>
    public string Code { get; }
}
