using HttpActors.Protocol;

namespace HttpActors;

/// <content>Informational responses: any number of them before the final one (RFC 9110 section 15.2). A client of HTTP/1.0 gets none.</content>
public partial class ServerResponse
{
    /// <summary>Sends <c>100 Continue</c>: the client may send its body.</summary>
    /// <param name="callback">Called once: with null when it was handed to the operating system, else with the reason. Null: nobody is told.</param>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_HEADERS_SENT</c>.</exception>
    public void WriteContinue(Action<Exception?>? callback = null) => WriteInformation(100, null, callback);

    /// <summary>Sends <c>102 Processing</c>: the answer takes its time.</summary>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_HEADERS_SENT</c>.</exception>
    public void WriteProcessing() => WriteInformation(102);

    /// <summary>Sends <c>103 Early Hints</c> (RFC 8297) with a <c>Link</c> line for each link. Without any link nothing is sent.</summary>
    /// <param name="links">Such as <c>&lt;/style.css&gt;; rel=preload; as=style</c> (RFC 8288).</param>
    /// <param name="headers">Further fields; null: none.</param>
    /// <param name="callback">Called once, as that of <see cref="WriteContinue"/>; also when nothing was sent.</param>
    /// <exception cref="HttpArgumentException"><c>ERR_INVALID_ARG_VALUE</c>: a link is none.</exception>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_HEADERS_SENT</c>.</exception>
    public void WriteEarlyHints(
        IEnumerable<string> links,
        IEnumerable<KeyValuePair<string, string>>? headers = null,
        Action<Exception?>? callback = null)
    {
        ArgumentNullException.ThrowIfNull(links);
        EnsureHeadOpen("write");
        var lines = links.Select(link => KeyValuePair.Create("Link", LinkValue.Check(link))).ToArray();
        if (lines.Length > 0)
        {
            WriteInformation(103, lines.Concat(headers ?? []), callback);
        }
        else if (callback is not null)
        {
            _exchange.CallLater(() => callback(null));
        }
    }

    /// <summary>Sends an informational response; the final one is still to come.</summary>
    /// <param name="statusCode">100, or 102 to 199.</param>
    /// <param name="headers">Its fields; null: none.</param>
    /// <param name="callback">Called once, as that of <see cref="WriteContinue"/>.</param>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_HEADERS_SENT</c>.</exception>
    /// <exception cref="HttpRangeException">Not an informational code, or 101.</exception>
    public void WriteInformation(
        int statusCode,
        IEnumerable<KeyValuePair<string, string>>? headers = null,
        Action<Exception?>? callback = null)
    {
        EnsureHeadOpen("write");
        if (statusCode is < 100 or > 199 or 101)
        {
            throw new HttpRangeException(
                "ERR_HTTP_INVALID_STATUS_CODE", nameof(statusCode), $"{statusCode} is not informational: 100 and 102 to 199 are.");
        }

        var fields = new HttpHeaders();
        foreach (var (name, value) in headers ?? [])
        {
            fields.Append(name, value);
        }

        _exchange.SendInformational(statusCode, fields.Span.ToArray(), callback);
    }
}
