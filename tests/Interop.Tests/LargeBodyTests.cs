using System.Globalization;
using HttpActors.Bench.Soak;
using HttpActors.Interop.Harness;
using Xunit.Abstractions;

namespace HttpActors.Interop;

/// <summary>Tests that measure the memory of the process.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;

/// <summary>
/// Bodies that are longer than the memory they may take: 500 MB, or as many as <c>HTTPACTORS_INTEROP_MEGABYTES</c> says.
/// Each is checked octet by octet, and its figures are in the output of the test.
/// </summary>
[Collection(nameof(RunsAlone))]
public abstract class LargeBodyTests(Peer peer, HttpTransport transport, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Megabyte = 1_000_000;

    /// <summary>What is alive at any moment: the staged octets and pipes of both sides, far below one body.</summary>
    private const long MostAlive = 8 * Megabyte;

    /// <summary>A copy for the receiver, or for the turn of the connection, and nothing of that size beside it.</summary>
    private const double OneCopy = 1.1;

    /// <summary>Buffers that are rented.</summary>
    private const double NoCopy = 0.1;

    /// <summary>Far above what a loaded machine needs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly long Length = Megabyte
        * long.Parse(Environment.GetEnvironmentVariable("HTTPACTORS_INTEROP_MEGABYTES") ?? "500", CultureInfo.InvariantCulture);

    /// <summary>With what the collector leaves lying until it thinks it is time.</summary>
    private static readonly long MostResident = Math.Max(Length / 4, 64 * Megabyte);

    private readonly HttpAgent _agent = new(new HttpAgentOptions { Transport = transport });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _agent.Destroy();
        await _agent.CloseAsync().InTime();
    }

    [PeerFact]
    public async Task A_download_takes_little_memory()
    {
        foreach (var rented in (bool[])[true, false])
        {
            await DownloadAsync(peer.DownloadOf(Megabyte), Megabyte, rented);
            var target = peer.DownloadOf(Length);
            await MeasureAsync(
                rented ? "down, by a reader" : "down, in chunks",
                rented ? NoCopy : OneCopy,
                () => DownloadAsync(target, Length, rented));
        }
    }

    [PeerFact]
    public async Task An_upload_takes_little_memory()
    {
        foreach (var known in (bool[])[true, false])
        {
            await UploadAsync(Megabyte, known);
            await MeasureAsync(known ? "up, of known length" : "up, in chunks", OneCopy, () => UploadAsync(Length, known));
        }
    }

    private async Task DownloadAsync(string target, long length, bool rented)
    {
        var response = await Http.GetAsync(To(target, "GET")).InTime();
        var got = 0L;
        if (rented)
        {
            for (var ended = false; !ended;)
            {
                var read = await response.Body.ReadAsync();
                foreach (var part in read.Buffer)
                {
                    Check(part.Span);
                }

                response.Body.AdvanceTo(read.Buffer.End);
                ended = read.IsCompleted;
            }
        }
        else
        {
            await foreach (var part in response.ReadChunksAsync())
            {
                Check(part.Span);
            }
        }

        Assert.Equal(length, got);

        void Check(ReadOnlySpan<byte> part)
        {
            Assert.True(Pattern.Matches(got, part), $"Wrong octets behind {got}.");
            got += part.Length;
        }
    }

    private async Task UploadAsync(long length, bool known)
    {
        var request = Http.Request(To($"{peer.Behind}/upload", "POST"));
        if (known)
        {
            request.SetHeader("Content-Length", length);
        }

        for (var sent = 0L; sent < length;)
        {
            var part = Pattern.Slice(sent, (int)Math.Min(Pattern.Period, length - sent));
            await request.WriteAsync(part);
            sent += part.Length;
        }

        request.End();
        var response = await request.Response.InTime();
        Assert.Equal($"{length} right", await response.ReadStringAsync().InTime());
    }

    /// <summary>Looks now and again how much is alive in this process, and how large it has become.</summary>
    private async Task MeasureAsync(string what, double mostAllocated, Func<Task> transfer)
    {
        var (alive, allocated, resident) = (Alive(), GC.GetTotalAllocatedBytes(true), Environment.WorkingSet);
        var (mostAlive, mostResident) = (0L, 0L);
        var started = TimeProvider.System.GetTimestamp();
        var done = transfer().WaitAsync(Patience);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!done.IsCompleted)
        {
            await pace.WaitForNextTickAsync();
            mostResident = Math.Max(mostResident, Environment.WorkingSet - resident);
            mostAlive = Math.Max(mostAlive, Alive() - alive);
        }

        await done;
        var time = TimeProvider.System.GetElapsedTime(started);
        var all = GC.GetTotalAllocatedBytes(true) - allocated;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {what}: {Length / Megabyte} MB in {time.TotalSeconds:0.00} s; alive at most +{mostAlive / 1e6:0.0} MB, resident at most +{mostResident / 1e6:0.0} MB, allocated {all / 1e6:0.0} MB
            """));
        Assert.InRange(mostAlive, 0, MostAlive);
        Assert.InRange(mostResident, 0, MostResident);
        Assert.InRange(all, 0, Length * mostAllocated);
    }

    /// <summary>What the collector found alive: the transfer goes on, and what it allocates meanwhile does not count.</summary>
    private static long Alive()
    {
        GC.Collect();
        var found = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return found.HeapSizeBytes - found.FragmentedBytes;
    }

    private ClientRequestOptions To(string path, string method) =>
        new() { Host = "127.0.0.1", Port = peer.Port, Path = path, Method = method, Agent = _agent };
}

/// <summary>Kestrel's share of the memory is in the figures.</summary>
public sealed class KestrelLargeBodyTests(KestrelPeer peer, ITestOutputHelper output)
    : LargeBodyTests(peer, HttpTransport.Automatic, output), IClassFixture<KestrelPeer>;

/// <inheritdoc cref="KestrelLargeBodyTests"/>
public sealed class KestrelLargeBodyThreadPoolTests(KestrelPeer peer, ITestOutputHelper output)
    : LargeBodyTests(peer, HttpTransport.ThreadPool, output), IClassFixture<KestrelPeer>;

[Needs("node")]
public sealed class NodeLargeBodyTests(NodePeer peer, ITestOutputHelper output)
    : LargeBodyTests(peer, HttpTransport.Automatic, output), IClassFixture<NodePeer>;

[Needs("nginx")]
public sealed class NginxLargeBodyTests(NginxPeer peer, ITestOutputHelper output)
    : LargeBodyTests(peer, HttpTransport.Automatic, output), IClassFixture<NginxPeer>;
