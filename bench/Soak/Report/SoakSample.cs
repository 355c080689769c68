using HttpActors.Bench.Soak.Server;

namespace HttpActors.Bench.Soak.Report;

/// <summary>The state of the server at one moment.</summary>
/// <param name="Seconds">Since the load began.</param>
/// <param name="Requests">Made so far.</param>
/// <param name="Errors">Found so far.</param>
/// <param name="ResidentKilobytes">VmRSS of the server.</param>
/// <param name="Threads">Threads of the server.</param>
/// <param name="Descriptors">Open sockets, pipes, event and epoll descriptors of the server.</param>
/// <param name="ServerCpuSeconds">User and system time so far.</param>
/// <param name="Server">What the server says of itself.</param>
internal sealed record SoakSample(
    double Seconds,
    long Requests,
    long Errors,
    double ResidentKilobytes,
    int Threads,
    int Descriptors,
    double ServerCpuSeconds,
    ServerFigures Server);
