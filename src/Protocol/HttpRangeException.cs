namespace HttpActors;

/// <summary>An argument is out of its range: a status code, a size, a time.</summary>
public class HttpRangeException : ArgumentOutOfRangeException, IHttpError
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">The stable name, see <see cref="IHttpError.Code"/>.</param>
    /// <param name="parameterName">Which argument.</param>
    /// <param name="message">What its range is.</param>
    public HttpRangeException(string code, string parameterName, string message)
        : base(parameterName, message) => Code = code;

    /// <inheritdoc/>
    public string Code { get; }
}
