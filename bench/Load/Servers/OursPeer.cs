using System.Diagnostics;

namespace HttpActors.Bench.Load.Servers;

/// <summary>HttpActors through its command, as a user starts it.</summary>
internal sealed class OursPeer : Peer
{
    private const string Listen = "127.0.0.1:0";

    private readonly WorkDirectory _work;
    private readonly bool _library;
    private readonly string _runtime;

    // Built when first asked for: most rows need one of the two.
    private readonly Lazy<OursBuild> _command;
    private readonly Lazy<OursBuild> _handlers;

    public OursPeer(WorkDirectory work, BenchOptions options, Progress progress, CancellationToken cancellation)
        : base(PeerNames.Ours)
    {
        _work = work;
        _library = options.Library;
        _runtime = RuntimeOf(options);
        _command = new(() => options.Ours is { } path
            ? OursBuild.At(path)
            : OursBuild.Published("src/Supervisor", "HttpActors.Supervisor", options, progress, cancellation));
        _handlers = new(() => OursBuild.Of("bench/Load.Handlers", "HttpActors.Bench.Load.Handlers", options, progress, cancellation));
    }

    public override string? Unavailable => (_library ? _handlers : _command).Value.Missing;

    public override string Version
    {
        get
        {
            var file = (_library ? _handlers : _command).Value.File;
            var library = file.EndsWith(".dll", StringComparison.Ordinal) ? file : file + ".dll";
            var version = File.Exists(library) ? FileVersionInfo.GetVersionInfo(library).ProductVersion : null;
            return $"HttpActors {version ?? "of unknown version"}, {_runtime} runtime{(_library ? ", as a library" : "")}";
        }
    }

    /// <summary>Embedded or Akka, as the artifacts directory spells it.</summary>
    public static string RuntimeOf(BenchOptions options) => options.Runtime switch
    {
        "akka" => "Akka",
        "embedded" => "Embedded",
        _ => BuildOutput.Runtime,
    };

    public override Launch LaunchFor(Service service) => service switch
    {
        Service.Hello when !_library => Start(_command.Value, ["hello", "--listen", Listen], service),
        Service.Echo => Start(_command.Value, ["echo", "--listen", Listen], service),
        Service.File => Start(_command.Value, ["serve", _work.Root, "--listen", Listen], service),
        _ => Start(_handlers.Value, [], service),
    };

    internal static Launch Start(OursBuild build, string[] arguments, Service service) => build switch
    {
        { Missing: { } reason } => Launch.No(reason),
        { File: var file } when file.EndsWith(".dll", StringComparison.Ordinal) => Launch.Of("dotnet", [file, .. arguments], PathOf(service)),
        { File: var file } => Launch.Of(file, arguments, PathOf(service)),
    };
}
