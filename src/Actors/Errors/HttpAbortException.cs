namespace HttpActors;

/// <summary>A request was cancelled by its token (Node's <c>AbortError</c>).</summary>
public class HttpAbortException : OperationCanceledException, IHttpError
{
    /// <summary>Creates the error.</summary>
    /// <param name="cancellationToken">The token that was cancelled.</param>
    public HttpAbortException(CancellationToken cancellationToken)
        : base("The operation was aborted", cancellationToken)
    {
    }

    /// <summary><c>ABORT_ERR</c>.</summary>
    public string Code => "ABORT_ERR";
}
