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

    /// <summary>
    /// What a server answers, with <see cref="Exception.Message"/> as text, when a request handler lets this exception
    /// pass before it has sent a response: 400 to 499, as the request is at fault; the handler does not count as failed
    /// then. 0, the default: the handler is at fault, 500 without the message.
    /// </summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: neither 0 nor 400 to 499.</exception>
    public int ResponseStatusCode
    {
        get;
        init => field = value is 0 or (>= 400 and <= 499) ? value : throw new HttpRangeException(
            "ERR_OUT_OF_RANGE", nameof(ResponseStatusCode), $"A status that blames the request is 400 to 499, and 0 blames the handler; it is {value}.");
    }
}
