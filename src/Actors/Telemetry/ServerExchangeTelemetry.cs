using System.Diagnostics;
using System.Globalization;
using System.Net;
using HttpActors.Actors.Server;
using HttpActors.Protocol;

namespace HttpActors.Actors.Telemetry;

/// <summary>
/// One exchange as others see it: a span, a duration, a place among the active ones. Made only while somebody listens.
/// </summary>
internal sealed class ServerExchangeTelemetry
{
    private readonly ServerExchange _exchange;
    private readonly long _started;
    private readonly string _method;
    private readonly bool _counted;
    private readonly ExecutionContext? _context;
    private Exception? _thrown;

    /// <summary>Starts; the span is current on this thread afterwards, so this belongs inside the scope of user code.</summary>
    public ServerExchangeTelemetry(ServerExchange exchange)
    {
        _exchange = exchange;
        _started = exchange.Connection.Server.Time.GetTimestamp();
        _method = HttpAttributes.KnownMethod(exchange.Request.Method);
        _counted = HttpInstruments.ServerActiveRequests.Enabled;
        if (_counted)
        {
            HttpInstruments.ServerActiveRequests.Add(1, ActiveTags);
        }

        if (HttpInstruments.Source.HasListeners())
        {
            Activity = StartSpan(exchange.Request);
            _context = Activity is null ? null : ExecutionContext.Capture();
        }
    }

    /// <summary>The span; null when nobody samples it.</summary>
    public Activity? Activity { get; }

    private TagList ActiveTags => new() { { HttpAttributes.Method, _method }, { HttpAttributes.Scheme, "http" } };

    /// <summary>
    /// Makes the span current on this thread, in callbacks after the exchange too: a span that has ended cannot be set,
    /// but the context in which it was current can be restored.
    /// </summary>
    public void Enter()
    {
        if (_context is not null)
        {
            ExecutionContext.Restore(_context);
        }
    }

    /// <summary>A handler threw; the exchange fails in consequence.</summary>
    public void Thrown(Exception error)
    {
        _thrown ??= error;
        Activity?.AddException(error);
    }

    /// <summary>The exchange is over.</summary>
    /// <param name="statusCode">Of the final response; 0 when none was begun.</param>
    /// <param name="reason">Why it broke; <see cref="CloseReason.None"/> when both halves were complete.</param>
    public void Stop(int statusCode, CloseReason reason)
    {
        var errorType = _thrown?.GetType().FullName
            ?? (reason != CloseReason.None ? HttpAttributes.NameOf(reason)
            : statusCode >= 500 ? statusCode.ToString(CultureInfo.InvariantCulture)
            : null);
        if (_counted)
        {
            HttpInstruments.ServerActiveRequests.Add(-1, ActiveTags);
        }

        if (HttpInstruments.ServerRequestDuration.Enabled)
        {
            RecordDuration(statusCode, errorType);
        }

        if (Activity is not null)
        {
            StopSpan(Activity, statusCode, errorType);
        }
    }

    private void RecordDuration(int statusCode, string? errorType)
    {
        var tags = ActiveTags;
        tags.Add(HttpAttributes.ProtocolVersion, Version(_exchange.Request));
        if (statusCode > 0)
        {
            tags.Add(HttpAttributes.StatusCode, statusCode);
        }

        if (errorType is not null)
        {
            tags.Add(HttpAttributes.ErrorType, errorType);
        }

        HttpInstruments.ServerRequestDuration.Record(
            _exchange.Connection.Server.Time.GetElapsedTime(_started).TotalSeconds, tags);
    }

    private Activity? StartSpan(RequestHead request)
    {
        // What samplers decide by is there at the start; the rest is added to spans that are kept.
        var (path, query) = Target(request);
        var tags = new ActivityTagsCollection
        {
            { HttpAttributes.Method, _method },
            { HttpAttributes.Scheme, "http" },
            { HttpAttributes.Path, path },
        };
        if (query.Length > 0)
        {
            tags.Add(HttpAttributes.Query, HttpAttributes.Redact(query));
        }

        AddServer(tags, request);
        var activity = HttpInstruments.Source.StartActivity(
            HttpAttributes.SpanName(_method), ActivityKind.Server, TraceContext.ParentOf(request), tags);
        if (activity is { IsAllDataRequested: true })
        {
            Describe(activity, request);
        }

        return activity;
    }

    private void Describe(Activity activity, RequestHead request)
    {
        if (_method != request.Method)
        {
            activity.SetTag(HttpAttributes.OriginalMethod, request.Method);
        }

        activity.SetTag(HttpAttributes.ProtocolVersion, Version(request));
        if (_exchange.Connection.RemoteEndPoint is IPEndPoint peer)
        {
            var address = peer.Address.ToString();
            activity.SetTag(HttpAttributes.ClientAddress, address);
            activity.SetTag(HttpAttributes.PeerAddress, address);
            activity.SetTag(HttpAttributes.PeerPort, peer.Port);
        }

        if (request.Fields.TryGetFirst("User-Agent", out var agent))
        {
            activity.SetTag(HttpAttributes.UserAgent, agent);
        }

        TraceContext.CopyBaggage(request, activity);
    }

    /// <summary>
    /// A server's span is in error for 5xx and for what broke, not for 4xx. Ending it must not take it from the handler
    /// that is still running.
    /// </summary>
    private static void StopSpan(Activity activity, int statusCode, string? errorType)
    {
        if (statusCode > 0)
        {
            activity.SetTag(HttpAttributes.StatusCode, statusCode);
        }

        if (errorType is not null)
        {
            activity.SetTag(HttpAttributes.ErrorType, errorType);
            activity.SetStatus(ActivityStatusCode.Error);
        }

        var context = ExecutionContext.Capture();
        activity.Stop();
        if (context is not null)
        {
            ExecutionContext.Restore(context);
        }
    }

    private void AddServer(ActivityTagsCollection tags, RequestHead request)
    {
        var authority = request.Authority;
        if (authority.Length > 0)
        {
            var colon = authority.LastIndexOf(':');
            var hasPort = colon > authority.LastIndexOf(']');
            tags.Add(HttpAttributes.ServerAddress, (hasPort ? authority[..colon] : authority).Trim('[', ']'));
            tags.Add(
                HttpAttributes.ServerPort,
                hasPort && int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 80);
        }
        else if (_exchange.Connection.LocalEndPoint is IPEndPoint local)
        {
            tags.Add(HttpAttributes.ServerAddress, local.Address.ToString());
            tags.Add(HttpAttributes.ServerPort, local.Port);
        }
    }

    private static (string Path, string Query) Target(RequestHead request)
    {
        var target = request.Target;
        if (request.TargetForm == TargetForm.Absolute)
        {
            var path = target.IndexOfAny(['/', '?'], target.IndexOf("://", StringComparison.Ordinal) + 3);
            target = path < 0 ? "/" : target[path] == '?' ? "/" + target[path..] : target[path..];
        }

        var mark = target.IndexOf('?');
        return mark < 0 ? (target, "") : (target[..mark], target[(mark + 1)..]);
    }

    private static string Version(RequestHead request) => request.IsHttp10 ? "1.0" : "1.1";
}
