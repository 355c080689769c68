using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HttpActors.Bench.Load.Kestrel;

/// <summary>
/// The echo of <c>httpactors echo</c>: one JSON object with what was received. It takes the same care as that one
/// does: the body's bytes go to the answer without becoming a string.
/// </summary>
internal static class JsonEcho
{
    private const int RoomForTheRest = 1024;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task Handle(HttpContext context)
    {
        var body = await ReadBody(context.Request);
        var json = Write(context.Request, body.WrittenSpan);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.WrittenCount;
        await context.Response.Body.WriteAsync(json.WrittenMemory);
    }

    private static async Task<ArrayBufferWriter<byte>> ReadBody(HttpRequest request)
    {
        var body = new ArrayBufferWriter<byte>((int)Math.Max(1, request.ContentLength ?? 0));
        while (true)
        {
            var read = await request.BodyReader.ReadAsync();
            foreach (var piece in read.Buffer)
                body.Write(piece.Span);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return body;
        }
    }

    private static ArrayBufferWriter<byte> Write(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var json = new ArrayBufferWriter<byte>(body.Length + RoomForTheRest);
        using var writer = new Utf8JsonWriter(json, Options);
        writer.WriteStartObject();
        writer.WriteString("method"u8, request.Method);
        writer.WriteString("url"u8, request.Path + request.QueryString.Value);
        writer.WriteString("httpVersion"u8, request.Protocol["HTTP/".Length..]);
        writer.WriteStartObject("headers"u8);
        foreach (var header in request.Headers)
            writer.WriteString(header.Key.ToLowerInvariant(), header.Value.ToString());
        writer.WriteEndObject();
        writer.WriteString("body"u8, body);
        writer.WriteNumber("bodyLength"u8, body.Length);
        writer.WriteStartObject("trailers"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return json;
    }
}
