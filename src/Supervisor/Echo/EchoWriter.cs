using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HttpActors.Supervisor.Echo;

/// <summary>Writes the object of <c>echo</c> piece by piece, so that a large body is never copied as a whole.</summary>
/// <remarks>Rented, for its buffer is most of what an answer would allocate; a thread keeps one.</remarks>
internal sealed class EchoWriter : IDisposable
{
    private const int MostKept = 128 * 1024;

    [ThreadStatic]
    private static EchoWriter? _spare;

    // The answer is JSON and declared so: escaping for HTML would only make every other client's text unreadable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly Utf8JsonWriter _json;

    private EchoWriter() => _json = new Utf8JsonWriter(_output, Options);

    /// <summary>What was written since it was taken.</summary>
    internal ReadOnlyMemory<byte> Written => _output.WrittenMemory;

    internal static EchoWriter Rent()
    {
        var writer = _spare ?? new EchoWriter();
        _spare = null;
        return writer;
    }

    /// <summary>Gives it back.</summary>
    public void Dispose()
    {
        if (_output.Capacity <= MostKept)
        {
            Taken();
            _json.Reset();
            _spare = this;
        }
        else
        {
            _json.Dispose();
        }
    }

    /// <summary>What was written is on its way: the buffer is free again.</summary>
    internal void Taken() => _output.ResetWrittenCount();

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
