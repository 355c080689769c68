using System.Diagnostics;
using System.Globalization;
using HttpActors.Actors.Client;

namespace HttpActors.Actors.Telemetry;

/// <summary>
/// One request of ours as others see it: a span, a duration, a place among the active ones. Made only while somebody
/// listens.
/// </summary>
internal sealed class ClientExchangeTelemetry
{
    private readonly ClientExchange _exchange;
    private readonly long _started;
    private readonly string _method;
    private readonly bool _counted;
    private int _stopped;

    public ClientExchangeTelemetry(ClientExchange exchange, string method, string authority, string target)
    {
        _exchange = exchange;
        _started = exchange.Agent.Time.GetTimestamp();
        _method = HttpAttributes.KnownMethod(method);
        _counted = HttpInstruments.ClientActiveRequests.Enabled;
        if (_counted)
        {
            HttpInstruments.ClientActiveRequests.Add(1, Tags);
        }

        // Left to run beside what the caller does next: it must not become the caller's current span.
        var current = Activity.Current;
        Activity = HttpInstruments.Source.StartActivity(HttpAttributes.SpanName(_method), ActivityKind.Client);
        Activity.Current = current;
        Describe(method, authority, target);
    }

    /// <summary>The span; null when nobody samples it.</summary>
    public Activity? Activity { get; }

    private TagList Tags => new()
    {
        { HttpAttributes.Method, _method },
        { HttpAttributes.Scheme, "http" },
        { HttpAttributes.ServerAddress, _exchange.Origin.Key.Host },
        { HttpAttributes.ServerPort, _exchange.Origin.Key.Port },
    };

    /// <summary>The exchange is complete on the wire, or failed; once.</summary>
    /// <param name="statusCode">Of the final response; 0 when there was none.</param>
    /// <param name="error">Why it failed; null when it did not.</param>
    public void Stop(int statusCode, Exception? error)
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1)
        {
            return;
        }

        var errorType = error is IHttpError known ? known.Code
            : error is not null ? error.GetType().FullName
            : statusCode >= 400 ? statusCode.ToString(CultureInfo.InvariantCulture)
            : null;
        if (_counted)
        {
            HttpInstruments.ClientActiveRequests.Add(-1, Tags);
        }

        RecordDuration(statusCode, errorType);
        StopSpan(statusCode, errorType);
    }

    private void Describe(string method, string authority, string target)
    {
        if (Activity is not { IsAllDataRequested: true })
        {
            return;
        }

        foreach (var (name, value) in Tags)
        {
            Activity.SetTag(name, value);
        }

        var query = target.IndexOf('?', StringComparison.Ordinal);
        var shown = query < 0 ? target : target[..(query + 1)] + HttpAttributes.Redact(target[(query + 1)..]);
        Activity.SetTag(HttpAttributes.FullUrl, shown[0] == '/' ? $"http://{authority}{shown}" : shown);
        if (_method != method)
        {
            Activity.SetTag(HttpAttributes.OriginalMethod, method);
        }
    }

    private void RecordDuration(int statusCode, string? errorType)
    {
        if (!HttpInstruments.ClientRequestDuration.Enabled)
        {
            return;
        }

        var tags = Tags;
        tags.Add(HttpAttributes.ProtocolVersion, "1.1");
        if (statusCode > 0)
        {
            tags.Add(HttpAttributes.StatusCode, statusCode);
        }

        if (errorType is not null)
        {
            tags.Add(HttpAttributes.ErrorType, errorType);
        }

        HttpInstruments.ClientRequestDuration.Record(_exchange.Agent.Time.GetElapsedTime(_started).TotalSeconds, tags);
    }

    private void StopSpan(int statusCode, string? errorType)
    {
        if (Activity is null)
        {
            return;
        }

        if (statusCode > 0)
        {
            Activity.SetTag(HttpAttributes.StatusCode, statusCode);
        }

        if (_exchange.Attempt > 1)
        {
            Activity.SetTag(HttpAttributes.ResendCount, _exchange.Attempt - 1);
        }

        if (errorType is not null)
        {
            Activity.SetTag(HttpAttributes.ErrorType, errorType);
            Activity.SetStatus(ActivityStatusCode.Error);
        }

        var current = Activity.Current;
        Activity.Stop();
        Activity.Current = current;
    }
}
