using System.Net;
using System.Net.Sockets;

namespace HttpActors.Bench.Load.Servers;

/// <summary>Starts a peer and waits until it listens.</summary>
internal sealed class ServerLauncher
{
    private const string ReadyPrefix = "listening on http://";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(1);

    public async Task<RunningServer> StartAsync(Peer peer, Service service, CancellationToken cancellation)
    {
        var launch = peer.LaunchFor(service);
        if (launch.Unsupported is { } reason)
            throw new BenchException(reason);
        var process = ChildProcess.Start(launch.File, launch.Arguments);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(StartLimit);
            var address = launch.Port is { } port
                ? await WaitForPortAsync(process, port, limit.Token)
                : await WaitForLineAsync(process, limit.Token);
            return new RunningServer(peer, process, address, launch.Path);
        }
        catch (Exception error)
        {
            await process.DisposeAsync();
            if (error is OperationCanceledException && !cancellation.IsCancellationRequested)
                throw new BenchException($"{peer.Name} did not listen within {StartLimit.TotalSeconds} s: {process.Errors}");
            throw;
        }
    }

    private static async Task<IPEndPoint> WaitForLineAsync(ChildProcess process, CancellationToken cancellation)
    {
        while (await process.Output.ReadLineAsync(cancellation) is { } line)
        {
            var at = line.IndexOf(ReadyPrefix, StringComparison.Ordinal);
            if (at >= 0 && IPEndPoint.TryParse(line[(at + ReadyPrefix.Length)..].Trim().TrimEnd('/'), out var address))
            {
                // Nobody reads what the server prints from here on, and a full pipe would stop it.
                _ = process.Output.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None)
                    .ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                return address;
            }
        }

        throw await EndedEarlyAsync(process, cancellation);
    }

    private static async Task<IPEndPoint> WaitForPortAsync(ChildProcess process, int port, CancellationToken cancellation)
    {
        var address = new IPEndPoint(IPAddress.Loopback, port);
        while (!process.HasExited)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(address, cancellation);
                return address;
            }
            catch (SocketException)
            {
                await Task.Delay(PollPeriod, cancellation);
            }
        }

        throw await EndedEarlyAsync(process, cancellation);
    }

    private static async Task<BenchException> EndedEarlyAsync(ChildProcess process, CancellationToken cancellation)
    {
        await process.Exited.WaitAsync(cancellation);
        var errors = process.Errors.Length > 0 ? $": {process.Errors}" : "";
        return new BenchException($"ended with exit code {process.ExitCode} before it listened{errors}");
    }
}
