using HttpActors.Actors.Client;
using HttpActors.Protocol;

namespace HttpActors;

/// <summary>Makes a request from a URL and options.</summary>
internal static class RequestBuilder
{
    /// <summary>A request that is still to be submitted.</summary>
    public static ClientRequest Create(Uri? url, ClientRequestOptions? given, NextHop? hop = null)
    {
        var options = given ?? ClientRequestOptions.Default;
        var method = hop?.Method ?? (ReferenceEquals(options.Method, HttpMethods.Get) ? HttpMethods.Get : RequestTarget.CheckMethod(options.Method));
        var target = hop is null ? RequestTarget.Of(url, options) : RequestTarget.Of(url!, hop);
        var agent = options.Agent ?? Http.GlobalAgent;
        var context = agent.Start() is { IsClosing: false } open
            ? open
            : throw new HttpStateException("ERR_AGENT_CLOSED", "The agent is closed; a closed agent takes no requests.");
        var origin = context.OriginFor(target, options);
        var exchange = new ClientExchange(context, origin, SettingsFor(options, agent.Settings));
        var request = new ClientRequest(exchange, method, target, options)
        {
            HostField = HostFor(target, origin, options),
        };
        Fill(request, target, options, hop);
        return request;
    }

    private static Origin OriginFor(this AgentContext context, RequestTarget target, ClientRequestOptions options)
    {
        // The usual request differs from the one before in its path only: its origin is found without a key.
        if (context.Latest is { IsRetired: false } latest && latest.IsPlain && latest.Key.Port == target.Port
            && latest.Key.Host == target.Host && IsPlain(options))
        {
            return latest;
        }

        return context.OriginFor(target.KeyFor(options));
    }

    private static bool IsPlain(ClientRequestOptions options) =>
        ReferenceEquals(options, ClientRequestOptions.Default) || options.IsPlain;

    private static string? HostFor(RequestTarget target, Origin origin, ClientRequestOptions options) =>
        !options.SetHost || !options.SetDefaultHeaders || options.RawHeaders is not null ? null
        : options.DefaultPort is not null ? target.HostField(options.DefaultPort)
        : origin.HostField ??= target.HostField(null);

    private static RequestSettings SettingsFor(ClientRequestOptions options, ClientSettings agent)
    {
        var limited = options.MaxHeaderSize is not null || options.MaxHeadersCount is not null || options.MaxResponseSize is not null;
        if (!limited && options is { UseAgent: true, HeadersTimeout: null, BodyTimeout: null, JoinDuplicateHeaders: false })
        {
            return RequestSettings.Default;
        }

        var headerSize = options.MaxHeaderSize ?? agent.Limits.MaxHeaderSize;
        return new RequestSettings
        {
            HeadersTimeout = options.HeadersTimeout,
            BodyTimeout = options.BodyTimeout,
            JoinDuplicateHeaders = options.JoinDuplicateHeaders,
            Close = !options.UseAgent,
            OneOff = !options.UseAgent,
            Limits = !limited ? null : agent.Limits with
            {
                MaxHeaderSize = headerSize,
                MaxRequestLineSize = Math.Min(agent.Limits.MaxRequestLineSize, headerSize),
                MaxHeadersCount = options.MaxHeadersCount ?? agent.Limits.MaxHeadersCount,
                MaxBodySize = options.MaxResponseSize ?? agent.Limits.MaxBodySize,
            },
        };
    }

    private static void Fill(ClientRequest request, RequestTarget target, ClientRequestOptions options, NextHop? hop)
    {
        var lines = hop?.Headers ?? options.RawHeaders
            ?? (options.Headers is HttpHeaders headers ? headers.Raw : options.Headers);
        foreach (var (name, value) in lines ?? [])
        {
            request.Headers.Append(name, value);
        }

        if (target.Auth is not null && options.RawHeaders is null && !request.HasHeader("Authorization"))
        {
            request.Headers.Set("Authorization", RequestTarget.BasicOf(target.Auth));
        }

        if (options.Decompress && options.RawHeaders is null && !request.HasHeader("Accept-Encoding"))
        {
            request.Headers.Set("Accept-Encoding", "gzip, deflate, br");
        }
    }
}
