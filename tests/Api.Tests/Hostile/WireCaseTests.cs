using HttpActors.Tests.Hostile.Cases;

namespace HttpActors.Tests.Hostile;

/// <summary>Every case over a real connection, in one piece and octet by octet.</summary>
public sealed class WireCaseTests(HostileServer server) : IClassFixture<HostileServer>
{
    // Octet by octet a large case would spend its time in the kernel; its pieces are small all the same.
    private const int OctetsUpTo = 20_000;

    private static readonly Dictionary<string, IReadOnlyList<WireCase>> Groups = new()
    {
        ["host"] = HostCases.All,
        ["target"] = TargetCases.All,
        ["request line"] = RequestLineCases.All,
        ["fields"] = FieldCases.All,
        ["length"] = LengthCases.All,
        ["coding"] = CodingCases.All,
        ["chunks"] = ChunkCases.All,
        ["trailers"] = TrailerCases.All,
        ["connection"] = ConnectionCases.All,
        ["floods"] = FloodCases.All,
    };

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var (group, cases) in Groups)
        {
            foreach (var wire in cases)
            {
                data.Add(group, wire.Title);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Whole(string group, string title)
    {
        var wire = Find(group, title);
        return WireRun.CheckAsync(server, wire, wire.Octets.Length);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Octet_by_octet(string group, string title)
    {
        var wire = Find(group, title);
        return WireRun.CheckAsync(server, wire, wire.Octets.Length <= OctetsUpTo ? 1 : 97);
    }

    [Fact]
    public void Titles_are_unique() =>
        Assert.All(Groups.Values, static cases => Assert.Equal(cases.Count, cases.DistinctBy(static wire => wire.Title).Count()));

    private static WireCase Find(string group, string title) => Groups[group].Single(wire => wire.Title == title);
}
