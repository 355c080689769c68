using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HttpActors.Supervisor.Echo;

/// <summary>Writes the object of <c>echo</c> piece by piece, so that a large body is never copied as a whole.</summary>
internal sealed class EchoWriter : IDisposable
{
    // The answer is JSON and declared so: escaping for HTML would only make every other client's text unreadable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Utf8JsonWriter _json;

    internal EchoWriter(IBufferWriter<byte> output) => _json = new Utf8JsonWriter(output, Options);

    public void Dispose() => _json.Dispose();

    /// <summary>Everything before the body's text.</summary>
    internal void WriteHead(IncomingMessage request)
    {
        _json.WriteStartObject();
        _json.WriteString("method"u8, request.Method);
        _json.WriteString("url"u8, request.Url);
        _json.WriteString("httpVersion"u8, request.HttpVersion.Minor == 0 ? "1.0"u8 : "1.1"u8);
        WriteFields("headers", request.Headers);
        _json.WritePropertyName("body"u8);
    }

    internal void WriteBody(ReadOnlySpan<byte> text)
    {
        _json.WriteStringValueSegment(text, isFinalSegment: false);
        _json.Flush();
    }

    internal void WriteTail(IncomingMessage request, long length)
    {
        _json.WriteStringValueSegment(ReadOnlySpan<byte>.Empty, isFinalSegment: true);
        _json.WriteNumber("bodyLength"u8, length);
        WriteFields("trailers", request.Trailers);
        _json.WriteEndObject();
        _json.Flush();
    }

    private void WriteFields(string name, HttpHeaders fields)
    {
        _json.WriteStartObject(name);
        foreach (var (field, value) in fields)
            _json.WriteString(field, value);
        _json.WriteEndObject();
    }
}
