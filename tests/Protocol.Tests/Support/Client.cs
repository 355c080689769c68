using System.Buffers;

namespace HttpActors.Protocol.Tests;

/// <summary>A client connection and what it writes.</summary>
internal sealed class Client
{
    private readonly ArrayBufferWriter<byte> _output = new();

    public Http1Connection Connection { get; } = new(Role.Client, Http1Limits.Default);

    public string Written => Wire.Text(_output.WrittenSpan);

    public Client Head(in RequestHeadSpec head)
    {
        Connection.WriteRequestHead(_output, head);
        return this;
    }

    public Client Data(string data)
    {
        Connection.WriteData(_output, Wire.Bytes(data));
        return this;
    }

    public Client End(params HeaderField[] trailers)
    {
        Connection.WriteEnd(_output, trailers);
        return this;
    }

    public ReadEvent Read(string response)
    {
        var input = new ReadOnlySequence<byte>(Wire.Bytes(response));
        var last = ReadEvent.NeedMore;
        while (Connection.Read(ref input) is var what && what is not (ReadEvent.NeedMore or ReadEvent.Paused or ReadEvent.Closed or ReadEvent.Error))
        {
            last = what;
        }

        return Connection.TheirState == SideState.Error ? ReadEvent.Error : last;
    }
}
