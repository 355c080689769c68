using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Transport;

/// <content>Octets that are sent from where they lie.</content>
public abstract partial class TransportContractTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(200_000)]
    public async Task What_is_sent_through_comes_behind_what_was_staged_and_before_what_follows(int staged)
    {
        using var pair = await ConnectAsync();
        var before = Pattern(staged);
        var data = Pattern(100_000);
        pair.Client.Stage(before);
        SendThrough(pair.Client, data, "\r\n"u8);
        pair.Client.Stage("end"u8);
        var receiving = pair.Server.ReceiveAsync(staged + data.Length + 5);
        await pair.Client.FlushAllAsync();
        var received = await receiving.InTime();
        Assert.True(received.AsSpan(0, staged).SequenceEqual(before));
        Assert.True(received.AsSpan(staged, data.Length).SequenceEqual(data));
        Assert.Equal("\r\nend"u8.ToArray(), received.AsSpan(staged + data.Length).ToArray());
    }

    [Fact]
    public async Task What_a_peer_that_does_not_read_leaves_over_is_told_to_the_octet()
    {
        using var pair = await ConnectAsync();
        var data = Pattern(16 * 1024 * 1024);
        var taken = SendThrough(pair.Client, data, "\r\n"u8);
        Assert.InRange(taken, 0, data.Length);
        Array.Clear(data, 0, taken);
        var receiving = pair.Server.ReceiveAsync(data.Length + 2);
        await pair.Client.FlushAllAsync();
        var received = await receiving.InTime();
        Assert.True(received.AsSpan(0, data.Length).SequenceEqual(Pattern(data.Length)));
        Assert.Equal("\r\n"u8.ToArray(), received.AsSpan(data.Length).ToArray());
    }

    /// <summary>Stages what was left over, as whoever sends through has to.</summary>
    private static int SendThrough(ConnectionTransport transport, ReadOnlySpan<byte> data, ReadOnlySpan<byte> suffix)
    {
        var taken = transport.SendThrough(data, suffix);
        transport.Stage(data[Math.Min(taken, data.Length)..]);
        transport.Stage(suffix[Math.Max(taken - data.Length, 0)..]);
        return taken;
    }
}
