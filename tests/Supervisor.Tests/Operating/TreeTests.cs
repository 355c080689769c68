using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Operating;

/// <summary><c>httpactors tree</c> shows single connections and users' own actors.</summary>
public class TreeTests
{
    [UnixFact]
    public async Task Connections_are_shown_with_what_they_are_at()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config(""" "a": { "type": "echo" } """, """{ "service": "a" }"""));
        await gate.SettledAsync();
        using var busy = await RawClient.ConnectAsync(server.Url);
        await busy.SendAsync(Gate.UnfinishedPost);
        await gate.UntilAsync("\"inFlight\": 1");
        using var idle = await RawClient.ConnectAsync(server.Url);
        await idle.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        await idle.ReadResponseAsync();

        var tree = await UntilAsync(gate, "idle\n");

        Assert.Matches("http  2 connections\n│     ├─ connection-1  127\\.0\\.0\\.1:[0-9]+, open [0-9]+s, POST / for [0-9]+s, a\n│     └─ connection-2  127\\.0\\.0\\.1:[0-9]+, open [0-9]+s, idle\n", tree);
        idle.Dispose();
        Assert.DoesNotContain("connection-2", await UntilAsync(gate, "http  1 connection\n"));
    }

    [UnixFact]
    public async Task Actors_of_users_are_shown_below_their_service()
    {
        await using var gate = new Gate();
        await gate.StartAsync(Gate.Config($"\"a\": {Gate.Code("ParentActor")}, \"b\": {{ \"type\": \"echo\" }}", """{ "service": "a" }"""));
        await gate.SettledAsync();

        await UntilAsync(gate, "├─ a  running\n│  └─ run-1  code, 0 in flight\n│     └─ actor\n│        ├─ mailer\n│        └─ store\n│           └─ cache\n└─ b  running\n");
    }

    /// <summary>On a busy machine an actor may answer too late for one picture.</summary>
    private static async Task<string> UntilAsync(Gate gate, string words)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var tree = await gate.TellAsync("tree");
            if (tree.Output.Contains(words, StringComparison.Ordinal))
                return tree.Output;
            if (TimeProvider.System.GetElapsedTime(started) > Wait.Limit)
                throw new TimeoutException($"'{words}' did not come into the tree: {tree.Output}{tree.Error}{gate.Process.Error}");
        }
    }
}
