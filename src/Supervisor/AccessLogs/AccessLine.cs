using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.AccessLogs;

/// <summary>A request as one line, in one of three ways.</summary>
internal static class AccessLine
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Format(string format, RequestTrail trail) => format switch
    {
        "json" => AsJson(trail),
        "dev" => AsDev(trail),
        _ => AsCombined(trail),
    };

    /// <summary>Apache's <c>combined</c>. What a client chose is escaped: it must not be able to write lines of its own.</summary>
    private static string AsCombined(RequestTrail trail)
    {
        var request = trail.Request;
        var time = trail.StartedAt.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture,
            $"{ClientOf(trail)} - - [{time}] \"{Escape(request.Method)} {Escape(request.Url)} HTTP/{request.HttpVersion}\" {trail.StatusCode} {SizeOf(trail)} \"{Field(request, "referer")}\" \"{Field(request, "user-agent")}\"");
    }

    private static string AsDev(RequestTrail trail) => string.Create(CultureInfo.InvariantCulture,
        $"{Escape(trail.Request.Method)} {Escape(trail.Request.Url)} {trail.StatusCode} {trail.Duration.TotalMilliseconds:0.000} ms - {trail.Size} ({trail.Slot?.Name ?? "no route"}){(trail.IsBroken ? " broken off" : "")}");

    private static string AsJson(RequestTrail trail)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, Json))
        {
            var request = trail.Request;
            json.WriteStartObject();
            json.WriteString("time", trail.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteString("client", ClientOf(trail));
            json.WriteString("method", request.Method);
            json.WriteString("url", request.Url);
            json.WriteString("version", request.HttpVersion.ToString());
            json.WriteString("host", request.Headers.Get("host"));
            json.WriteNumber("status", trail.StatusCode);
            json.WriteNumber("bytes", trail.Size);
            json.WriteNumber("seconds", Math.Round(trail.Duration.TotalSeconds, 6));
            json.WriteString("service", trail.Slot?.Name);
            json.WriteString("listener", trail.Listener);
            json.WriteString("referer", request.Headers.Get("referer"));
            json.WriteString("userAgent", request.Headers.Get("user-agent"));
            json.WriteBoolean("complete", !trail.IsBroken);
            if (trail.ErrorType is { } error)
                json.WriteString("error", error);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static string ClientOf(RequestTrail trail) => trail.Request.Socket!.RemoteEndPoint is IPEndPoint client ? client.Address.ToString() : "-";

    private static string SizeOf(RequestTrail trail) => trail.Size == 0 ? "-" : trail.Size.ToString(CultureInfo.InvariantCulture);

    private static string Field(IncomingMessage request, string name) => request.Headers.Get(name) is { } value ? Escape(value) : "-";

    internal static string Escape(string? text)
    {
        if (text is null)
            return "-";
        if (text.All(c => c is >= ' ' and <= '~' and not ('"' or '\\')))
            return text;
        var result = new StringBuilder();
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                result.Append('\\').Append(c);
            else if (c is < ' ' or > '~')
                result.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else
                result.Append(c);
        }

        return result.ToString();
    }
}
