using System.Globalization;
using HttpActors.Protocol;

namespace HttpActors;

/// <summary>One request that may take several: redirections are followed, failures tried again.</summary>
internal sealed class RequestChain(ClientRequestOptions options, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
{
    private static readonly string[] Credentials = ["authorization", "cookie", "proxy-authorization", "host"];

    private TimeProvider Time => (options.Agent ?? Http.GlobalAgent).Time;

    private CancellationToken Stop => cancellationToken.CanBeCanceled ? cancellationToken : options.CancellationToken;

    public async Task<IncomingMessage> SendAsync(Uri? url)
    {
        var request = RequestBuilder.Create(url, options);
        var place = UriOf(request);
        var content = body;
        for (var followed = 0; ; followed++)
        {
            var hop = new NextHop(request.Method, request.Path, request.Headers.Raw);
            var response = await TryAsync(request, place, hop, content).ConfigureAwait(false);
            if (options.MaxRedirects == 0 || Location(response, place) is not { } next)
            {
                return response;
            }

            response.Exchange.Abandon();
            if (followed == options.MaxRedirects)
            {
                throw new HttpException("ERR_HTTP_TOO_MANY_REDIRECTS", $"More than {options.MaxRedirects} redirections (MaxRedirects).")
                {
                    Phase = HttpPhase.Headers,
                    Origin = place.Authority,
                };
            }

            request = Redirected(hop, response.StatusCode, place, next, ref content);
            place = next;
        }
    }

    private async Task<IncomingMessage> TryAsync(ClientRequest first, Uri place, NextHop hop, ReadOnlyMemory<byte> content)
    {
        var retry = options.Retry;
        var request = first;
        for (var attempt = 0; ; attempt++)
        {
            var mayRetry = retry is not null && attempt < retry.MaxRetries && IsIdempotent(hop.Method);
            TimeSpan? asked;
            try
            {
                var response = await Http.Send(request, content, Stop).ConfigureAwait(false);
                if (!mayRetry || !retry!.StatusCodes.Contains(response.StatusCode))
                {
                    return response;
                }

                asked = RetryAfter(response);
                response.Exchange.Abandon();
            }
            catch (HttpException error) when (mayRetry && retry!.Codes.Contains(error.Code))
            {
                asked = null;
            }

            await Task.Delay(DelayFor(retry!, attempt, asked), Time, Stop).ConfigureAwait(false);
            request = RequestBuilder.Create(place, options, hop);
        }
    }

    private static TimeSpan DelayFor(HttpRetryOptions retry, int attempt, TimeSpan? asked)
    {
        var delay = asked ?? retry.MinDelay * Math.Pow(2, Math.Min(attempt, 30));
        return delay < retry.MaxDelay ? delay : retry.MaxDelay;
    }

    /// <summary>Retry-After = HTTP-date / delay-seconds (RFC 9110 section 10.2.3).</summary>
    private TimeSpan? RetryAfter(IncomingMessage response)
    {
        var value = response.Headers.GetValues("retry-after").FirstOrDefault();
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return DateTimeOffset.TryParseExact(value, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date > Time.GetUtcNow() ? date - Time.GetUtcNow() : TimeSpan.Zero
            : null;
    }

    private static Uri? Location(IncomingMessage response, Uri place) =>
        response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.GetValues("location") is [var location, ..]
            && Uri.TryCreate(place, location, out var next)
            ? next
            : null;

    /// <summary>Where it points is the peer's choice, so what is wrong with it is no error in an argument.</summary>
    private ClientRequest Redirected(NextHop hop, int status, Uri from, Uri to, ref ReadOnlyMemory<byte> content)
    {
        try
        {
            RequestTarget.Check(to);
            return RequestBuilder.Create(to, options, Follow(hop, status, from, to, ref content));
        }
        catch (Exception error) when (error is HttpArgumentException or UriFormatException)
        {
            var code = (error as HttpArgumentException)?.Code ?? "ERR_INVALID_URL";
            throw new HttpException(code, $"The redirection to {to.OriginalString} cannot be followed: {error.Message}", error)
            {
                Phase = HttpPhase.Headers,
                Origin = from.Authority,
            };
        }
    }

    /// <summary>RFC 9110 section 15.4: 303 turns into GET, and so do 301 and 302 of a POST; the others repeat the request as it was.</summary>
    private NextHop Follow(NextHop hop, int status, Uri from, Uri to, ref ReadOnlyMemory<byte> content)
    {
        var becomesGet = (status == 303 && hop.Method != HttpMethods.Head) || (status is 301 or 302 && hop.Method == HttpMethods.Post);
        IEnumerable<KeyValuePair<string, string>> headers = hop.Headers;
        if (becomesGet)
        {
            content = default;
            headers = headers.Where(line => !line.Key.StartsWith("content-", StringComparison.OrdinalIgnoreCase)
                && !line.Key.Equals("transfer-encoding", StringComparison.OrdinalIgnoreCase));
        }

        if (!SameOrigin(from, to))
        {
            headers = ToOther(headers, to);
        }

        return new NextHop(becomesGet ? HttpMethods.Get : hop.Method, to.PathAndQuery, [.. headers]);
    }

    /// <summary>Without what is meant for the origin before; a Host that the options write themselves names the new one.</summary>
    private IEnumerable<KeyValuePair<string, string>> ToOther(IEnumerable<KeyValuePair<string, string>> headers, Uri to)
    {
        var writesHost = options.RawHeaders is not null || !options.SetHost || !options.SetDefaultHeaders;
        foreach (var line in headers)
        {
            if (writesHost && line.Key.Equals("host", StringComparison.OrdinalIgnoreCase))
            {
                yield return KeyValuePair.Create(line.Key, to.Authority);
            }
            else if (!Credentials.Contains(line.Key, StringComparer.OrdinalIgnoreCase))
            {
                yield return line;
            }
        }
    }

    private static bool SameOrigin(Uri a, Uri b) =>
        a.Port == b.Port && string.Equals(a.IdnHost, b.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static bool IsIdempotent(string method) => method is
        HttpMethods.Get or HttpMethods.Head or HttpMethods.Put or HttpMethods.Delete or HttpMethods.Options or HttpMethods.Trace;

    /// <summary>What Locations are resolved against; OPTIONS * has no path.</summary>
    private static Uri UriOf(ClientRequest request) => new($"http://{request.Authority}{(request.Path.StartsWith('/') ? request.Path : "/")}");
}
