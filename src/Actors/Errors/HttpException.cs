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

    /// <summary>How far the request was; <see cref="HttpPhase.None"/> on a server.</summary>
    public HttpPhase Phase { get; init; }

    /// <summary>Where the request went, as host and port; null on a server.</summary>
    public string? Origin { get; init; }

    /// <summary>Which attempt failed, counted from 1; 0 when none was begun, and on a server.</summary>
    public int Attempt { get; init; }
}
