using System.Buffers;

namespace HttpActors.Protocol.Tests;

/// <summary>A client and a server on a wire of bytes; both must always agree on both states.</summary>
internal sealed class ConnectionPair
{
    private readonly Dictionary<Role, ArrayBufferWriter<byte>> _wires = new()
    {
        [Role.Client] = new ArrayBufferWriter<byte>(),
        [Role.Server] = new ArrayBufferWriter<byte>(),
    };

    public Http1Connection Client { get; } = new(Role.Client, Http1Limits.Default);

    public Http1Connection Server { get; } = new(Role.Server, Http1Limits.Default);

    public IBufferWriter<byte> ToServer => _wires[Role.Client];

    public IBufferWriter<byte> ToClient => _wires[Role.Server];

    /// <summary>Carries what <paramref name="from"/> wrote to the other side and returns what that side read.</summary>
    public string Carry(Role from)
    {
        var reader = from == Role.Client ? Server : Client;
        var input = new ReadOnlySequence<byte>(_wires[from].WrittenMemory.ToArray());
        _wires[from].ResetWrittenCount();
        var events = new List<string>();
        while (true)
        {
            var what = reader.Read(ref input);
            if (what is ReadEvent.NeedMore or ReadEvent.Paused or ReadEvent.Closed or ReadEvent.Error)
            {
                Assert.True(input.IsEmpty, $"{what}: {input.Length} bytes were not read");
                Assert.Equal(Client.State, Server.State);
                return string.Join(' ', events);
            }

            events.Add(what == ReadEvent.Data ? Wire.Text(reader.Data.ToArray()) : what.ToString());
        }
    }
}
