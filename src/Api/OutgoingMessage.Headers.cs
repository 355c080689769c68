namespace HttpActors;

/// <content>The collection of header fields, made on first use.</content>
public abstract partial class OutgoingMessage
{
    private HttpHeaders? _headers;

    /// <summary>The header fields; they cannot be changed once the head is built.</summary>
    public HttpHeaders Headers => _headers ??= NewHeaders();

    private protected virtual HttpHeaders CreateHeaders() => new();

    private HttpHeaders NewHeaders()
    {
        var headers = CreateHeaders();
        if (HeadersSent)
        {
            headers.Lock();
        }

        return headers;
    }
}
