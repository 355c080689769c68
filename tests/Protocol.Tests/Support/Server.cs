using System.Buffers;

namespace HttpActors.Protocol.Tests;

/// <summary>A server connection that has read one request, and what it writes.</summary>
internal sealed class Server
{
    private readonly ArrayBufferWriter<byte> _output = new();

    public Server(string request, Http1Limits? limits = null)
    {
        Connection = new Http1Connection(Role.Server, limits ?? Http1Limits.Default);
        var input = new ReadOnlySequence<byte>(Wire.Bytes(request));
        while (Connection.Read(ref input) is not (ReadEvent.NeedMore or ReadEvent.Paused or ReadEvent.Closed or ReadEvent.Error))
        {
        }
    }

    public Http1Connection Connection { get; }

    public string Written => Wire.Text(_output.WrittenSpan);

    public static Server Get(string fields = "", string version = "1.1", string method = "GET") =>
        new($"{method} / HTTP/{version}\r\nHost: a\r\n{fields}\r\n");

    public Server Head(in ResponseHeadSpec head)
    {
        Connection.WriteResponseHead(_output, head);
        return this;
    }

    public Server Informational(int status, params HeaderField[] fields)
    {
        Connection.WriteInformational(_output, status, fields);
        return this;
    }

    public Server Data(string data)
    {
        Connection.WriteData(_output, Wire.Bytes(data));
        return this;
    }

    public Server End(params HeaderField[] trailers)
    {
        Connection.WriteEnd(_output, trailers);
        return this;
    }
}
