namespace HttpActors.Bench.Load.Servers;

/// <summary>The C epoll loop with a canned answer: what no server can beat on one thread.</summary>
internal sealed class FloorPeer : Peer
{
    private readonly string _file;
    private readonly string? _unavailable;

    public FloorPeer(WorkDirectory work)
        : base(PeerNames.Floor)
    {
        _file = work["floor"];
        _unavailable = Compile(_file);
    }

    public override string? Unavailable => _unavailable;

    public override string Version => "C, one epoll loop";

    public override Launch LaunchFor(Service service) => service == Service.Hello
        ? Launch.Of(_file, ["0"], PathOf(service))
        : Launch.No("the floor only says hello");

    private static string? Compile(string file)
    {
        var compiler = Tool.Find("cc") ?? Tool.Find("gcc") ?? Tool.Find("clang");
        if (compiler is null)
            return "no C compiler (cc, gcc, clang)";
        var (code, text) = Tool.Run(compiler, "-O2", "-o", file, WorkDirectory.Shipped("floor.c"));
        return code == 0 ? null : $"{Path.GetFileName(compiler)} failed: {text.Split('\n')[0]}";
    }
}
