using System.Net;

namespace HttpActors.Tests.Hostile;

/// <summary>Plays one case over a socket and holds the server to it.</summary>
internal static class WireRun
{
    private const string Probe = "GET /probe HTTP/1.1\r\nHost: probe\r\n\r\n";

    public static async Task CheckAsync(HostileServer server, WireCase wire, int pieces)
    {
        using var client = await RawClient.ConnectAsync(server.Address);
        var sending = SendAsync(client, wire, pieces);
        var last = await ReadAnswersAsync(client, wire);
        await sending;
        if (wire.IsKept)
        {
            await client.SendAsync(Probe);
            Assert.Contains("GET /probe 1.1", (await client.ReadResponseAsync()).Body, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal("", await client.ReadToEndAsync());
        }

        Assert.Equal(wire.Handled + (wire.IsKept ? 1 : 0), server.RanFor(client.LocalEndPoint!));
        if (wire.Shows is not null)
        {
            Assert.Contains(wire.Shows, last!.Body, StringComparison.Ordinal);
        }
    }

    private static async Task SendAsync(RawClient client, WireCase wire, int pieces)
    {
        var octets = wire.Bytes.AsMemory();
        for (var at = 0; at < octets.Length; at += pieces)
        {
            await client.SendAsync(octets.Slice(at, Math.Min(pieces, octets.Length - at)));
        }

        if (wire.HalfClose)
        {
            client.HalfClose();
        }
    }

    private static async Task<RawResponse?> ReadAnswersAsync(RawClient client, WireCase wire)
    {
        RawResponse? last = null;
        for (var i = 0; i < wire.Statuses.Count; i++)
        {
            var isLast = i + 1 == wire.Statuses.Count;
            var answer = await client.ReadResponseAsync(wire.ToHead && isLast);
            Assert.True(wire.Statuses[i] == answer.Status, $"{wire.Statuses[i]} was expected: {answer.StatusLine} {answer.Body}");
            CheckAnswer(wire, answer, isLast);
            last = answer;
        }

        return last;
    }

    private static void CheckAnswer(WireCase wire, RawResponse answer, bool isLast)
    {
        if (answer.Status >= 200)
        {
            Assert.NotNull(answer["Date"]);
            var closes = isLast && !wire.IsKept && !wire.HalfClose;
            Assert.True(!closes || answer["Connection"] == "close", "the last answer must say close");
        }

        if (answer.Status >= 400 && !wire.ToHead)
        {
            // The body names a rule of an RFC, or the limit.
            Assert.NotNull(answer["Content-Length"]);
            Assert.Matches(@"\((RFC \d+|Max\w+|\w+Timeout)", answer.Body);
        }

        if (wire.Hides is not null)
        {
            Assert.DoesNotContain(wire.Hides, answer.Body, StringComparison.Ordinal);
        }
    }
}
