using HttpActors.Supervisor.Files;
using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Files;

public sealed class PathResolverTests : IDisposable
{
    private readonly TemporaryDirectory _outside = new();
    private readonly TemporaryDirectory _root = new();
    private readonly PathResolver _resolver;

    public PathResolverTests()
    {
        _root.Write("a.txt", "a");
        _root.Write("sub/b.txt", "b");
        _outside.Write("secret.txt", "secret");
        _resolver = PathResolver.Create(_root.Path)!;
    }

    public void Dispose()
    {
        _root.Dispose();
        _outside.Dispose();
    }

    [Fact]
    public void Files_and_directories_are_told_apart()
    {
        Assert.Equal(EntryKind.File, Find("a.txt"));
        Assert.Equal(EntryKind.File, Find("sub", "b.txt"));
        Assert.Equal(EntryKind.Directory, Find("sub"));
        Assert.Equal(EntryKind.Directory, Find());
        Assert.Equal(EntryKind.Missing, Find("none"));
        Assert.Equal(EntryKind.Missing, Find("a.txt", "none"));
        Assert.Equal(EntryKind.Missing, Find(new string('x', 5000)));
    }

    [UnixFact]
    public void Links_that_stay_inside_are_followed()
    {
        _root.Link("relative", "sub/b.txt");
        _root.Link("absolute", Path.Combine(_root.Path, "a.txt"));
        _root.Link("directory", "sub");
        _root.Link("chain", "directory/../relative");

        Assert.Equal(EntryKind.File, Find("relative"));
        Assert.Equal(EntryKind.File, Find("absolute"));
        Assert.Equal(EntryKind.File, Find("directory", "b.txt"));
        Assert.Equal(EntryKind.File, Find("chain"));
    }

    [UnixFact]
    public void Links_that_leave_the_root_do_not_exist()
    {
        _root.Link("file", Path.Combine(_outside.Path, "secret.txt"));
        _root.Link("directory", _outside.Path);
        _root.Link("up", "..");
        _root.Link("sub/up", "../..");
        _root.Link("twice", "file");

        Assert.Equal(EntryKind.Missing, Find("file"));
        Assert.Equal(EntryKind.Missing, Find("directory"));
        Assert.Equal(EntryKind.Missing, Find("directory", "secret.txt"));
        Assert.Equal(EntryKind.Missing, Find("up"));
        Assert.Equal(EntryKind.Missing, Find("sub", "up", Path.GetFileName(_outside.Path), "secret.txt"));
        Assert.Equal(EntryKind.Missing, Find("twice"));
    }

    [UnixFact]
    public void A_neighbour_whose_name_starts_with_the_roots_is_outside()
    {
        var neighbour = _root.Path + "-neighbour";
        Directory.CreateDirectory(neighbour);
        try
        {
            File.WriteAllText(Path.Combine(neighbour, "x"), "x");
            _root.Link("neighbour", neighbour);

            Assert.Equal(EntryKind.Missing, Find("neighbour", "x"));
        }
        finally
        {
            Directory.Delete(neighbour, recursive: true);
        }
    }

    [UnixFact]
    public void A_link_that_goes_out_and_comes_back_is_inside()
    {
        _outside.Link("back", _root.Path);
        _root.Link("around", Path.Combine(_outside.Path, "back", "a.txt"));

        Assert.Equal(EntryKind.File, Find("around"));
    }

    [UnixFact]
    public void Loops_and_dangling_links_do_not_exist()
    {
        _root.Link("one", "two");
        _root.Link("two", "one");
        _root.Link("self", "self");
        _root.Link("dangling", "nowhere");

        Assert.Equal(EntryKind.Missing, Find("one"));
        Assert.Equal(EntryKind.Missing, Find("self", "x"));
        Assert.Equal(EntryKind.Missing, Find("dangling"));
    }

    [UnixFact]
    public void A_fifo_is_never_opened()
    {
        Posix.MakeFifo(Path.Combine(_root.Path, "fifo"));

        Assert.Equal(EntryKind.Missing, Find("fifo"));
    }

    [UnixFact]
    public void A_root_that_is_a_link_serves_what_it_points_at()
    {
        var link = _outside.Link("root", _root.Path);
        var resolver = PathResolver.Create(link)!;

        Assert.Equal(_root.Path, resolver.Root);
        Assert.Equal(EntryKind.File, resolver.Find(["a.txt"]).Kind);
    }

    [UnixFact]
    public void The_root_of_the_file_system_can_be_served()
    {
        var resolver = PathResolver.Create("/")!;

        Assert.Equal(EntryKind.File, resolver.Find(Path.Combine(_root.Path, "a.txt").Split('/', StringSplitOptions.RemoveEmptyEntries)).Kind);
    }

    [UnixFact]
    public void A_file_that_was_exchanged_for_a_link_after_the_look_is_not_handed_out()
    {
        var (_, path) = _resolver.Find(["a.txt"]);
        File.Delete(path);
        _root.Link("a.txt", Path.Combine(_outside.Path, "secret.txt"));

        var (kind, file) = _resolver.Open(path);

        Assert.Equal(EntryKind.Missing, kind);
        Assert.Null(file);
    }

    [Fact]
    public void An_open_file_outlives_its_name()
    {
        var (_, path) = _resolver.Find(["a.txt"]);
        var (kind, file) = _resolver.Open(path);
        using (file)
        {
            Assert.Equal(EntryKind.File, kind);
            Assert.Equal(1, RandomAccess.GetLength(file!));
        }

        File.Delete(path);
        Assert.Equal(EntryKind.Missing, _resolver.Open(path).Kind);
    }

    private EntryKind Find(params string[] names) => _resolver.Find(names).Kind;
}
