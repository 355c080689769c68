using System.Diagnostics;

namespace HttpActors.Bench.Load.Servers;

/// <summary>HttpActors through its command, as a user starts it.</summary>
internal sealed class OursPeer : Peer
{
    private const string Project = "HttpActors.Supervisor";
    private const string Listen = "127.0.0.1:0";

    private readonly WorkDirectory _work;
    private readonly string? _file;
    private readonly string _runtime;

    public OursPeer(WorkDirectory work, BenchOptions options)
        : base(PeerNames.Ours)
    {
        _work = work;
        _runtime = RuntimeOf(options);
        _file = options.Ours ?? BuildOutput.Executable(Project, _runtime);
    }

    public override string? Unavailable => _file is null
        ? $"no {BuildOutput.Configuration} build of src/Supervisor on the {_runtime} runtime: "
            + $"dotnet build -c Release src/Supervisor -p:ActorRuntime={_runtime}"
        : null;

    public override string Version
    {
        get
        {
            var library = Path.ChangeExtension(_file!, null) + ".dll";
            var version = File.Exists(library) ? FileVersionInfo.GetVersionInfo(library).ProductVersion : null;
            return $"HttpActors {version ?? "of unknown version"}, {_runtime} runtime";
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
        Service.Hello => Command(["hello", "--listen", Listen], service),
        Service.Echo => Command(["echo", "--listen", Listen], service),
        Service.File => Command(["serve", _work.Root, "--listen", Listen], service),
        Service.Chunked => Launch.No("no httpactors command streams a body without its length"),
        _ => Launch.No("no httpactors command has a handler that blocks"),
    };

    private Launch Command(string[] arguments, Service service) =>
        _file!.EndsWith(".dll", StringComparison.Ordinal)
            ? Launch.Of("dotnet", [_file, .. arguments], PathOf(service))
            : Launch.Of(_file, arguments, PathOf(service));
}
