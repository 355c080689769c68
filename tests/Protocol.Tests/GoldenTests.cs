namespace HttpActors.Protocol.Tests;

/// <summary>
/// Every case of <c>Golden/*.md</c>, in every split. Set <c>UPDATE_GOLDEN=1</c> to write the logs anew, and read the diff.
/// </summary>
public class GoldenTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var path in GoldenFile.Paths)
        {
            foreach (var @case in new GoldenFile(path).Cases)
            {
                data.Add(Path.GetFileName(path), @case.Title);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case(string file, string title)
    {
        var @case = Load(file).Cases.Single(c => c.Title == title);
        var log = Splits.Run(@case.Case);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") != "1")
        {
            Assert.Equal(@case.Log, log.Text);
        }
    }

    [Fact]
    public void Update()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            foreach (var path in GoldenFile.Paths)
            {
                GoldenFile.Update(Path.GetFileName(path));
            }
        }
    }

    [Fact]
    public void Every_heading_is_a_case()
    {
        foreach (var path in GoldenFile.Paths)
        {
            var headings = File.ReadLines(path).Count(static line => line.StartsWith("## ", StringComparison.Ordinal));
            Assert.Equal(headings, new GoldenFile(path).Cases.Count());
        }
    }

    // A rejection without an example is a rule nobody has seen working.
    [Fact]
    public void Every_fault_has_a_case()
    {
        var seen = GoldenFile.Paths.SelectMany(static path => new GoldenFile(path).Cases)
            .SelectMany(static c => c.Log.Split('\n').Select(line => (line, c.Case.Limits)))
            .Where(static pair => pair.line.StartsWith("error ", StringComparison.Ordinal))
            .Select(static pair => pair.line)
            .ToHashSet();
        var limits = GoldenFile.Paths.SelectMany(static path => new GoldenFile(path).Cases).Select(static c => c.Case.Limits).Distinct().ToArray();
        foreach (var fault in Enum.GetValues<Fault>().Where(static fault => fault != Fault.None))
        {
            Assert.Contains(limits, l => ((Role[])[Role.Server, Role.Client]).Any(role => Faults.ToError(fault, l, role) is var e && seen.Contains($"error {e.StatusCode} {e.Code}: {e.Message}")));
        }
    }

    private static GoldenFile Load(string file) => new(GoldenFile.Paths.Single(path => Path.GetFileName(path) == file));
}
