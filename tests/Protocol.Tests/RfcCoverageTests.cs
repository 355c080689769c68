using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace HttpActors.Protocol.Tests;

/// <summary>Holds <c>docs/rfc-coverage.md</c> to the truth: each requirement has a test that exists, or a reason.</summary>
public partial class RfcCoverageTests(ITestOutputHelper output)
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void Every_requirement_has_a_test_or_a_reason()
    {
        var rows = Rows();
        foreach (var section in rows.GroupBy(static row => row.Section))
        {
            var tested = section.Count(static row => !row.Tests.StartsWith('—'));
            output.WriteLine($"{section.Key}: {section.Count()} requirements, {tested} tested, {section.Count() - tested} with a reason");
            foreach (var row in section)
            {
                output.WriteLine($"| {row.Section} | {row.Requirement} | {row.Tests} |");
            }
        }

        Assert.InRange(rows.Count, 100, 1000);
        Assert.All(rows, static row => Assert.True(row.Tests.StartsWith('—') ? row.Tests.Length > 10 : Named().IsMatch(row.Tests), row.ToString()));
    }

    [Fact]
    public void Every_test_named_there_exists()
    {
        var known = Goldens().Concat(WireCases()).Concat(Methods()).ToHashSet(StringComparer.Ordinal);
        var missing = Rows().SelectMany(static row => Named().Matches(row.Tests).Select(static match => match.Groups[1].Value)).Where(name => !known.Contains(name));
        Assert.True(!missing.Any(), string.Join('\n', missing.Distinct()));
    }

    private static List<Row> Rows() => File.ReadLines(Path.Combine(Root, "docs", "rfc-coverage.md"))
        .Where(static line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| section", StringComparison.Ordinal))
        .Select(static line => line.Trim('|').Split('|', 3, StringSplitOptions.TrimEntries))
        .Select(static cells => new Row(cells[0], cells[1], cells[2]))
        .ToList();

    private static IEnumerable<string> Goldens() => GoldenFile.Paths.SelectMany(static path => File.ReadLines(path)
        .Where(static line => line.StartsWith("## ", StringComparison.Ordinal))
        .Select(line => $"{Path.GetFileName(path)}: {line[3..line.LastIndexOf(" (RFC", StringComparison.Ordinal)]}"));

    private static IEnumerable<string> WireCases() => Sources(Path.Combine("tests", "Api.Tests", "Hostile", "Cases"))
        .SelectMany(static file => Literal().Matches(File.ReadAllText(file)).Select(static match => $"wire: {match.Groups[1].Value}"));

    private static IEnumerable<string> Methods() => Sources("tests").SelectMany(static file => TestMethod().Matches(File.ReadAllText(file))
        .Select(match => $"{Path.GetFileName(file).Split('.')[0]}.{match.Groups[1].Value}"));

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "HttpActors.sln")))
        {
            directory = directory.Parent ?? throw new DirectoryNotFoundException("HttpActors.sln is in none of the directories above the test.");
        }

        return directory.FullName;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Named();

    [GeneratedRegex("""(?:new|Passes|Refused)\("([^"]+)",""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"public (?:async )?(?:void|Task) (\w+)\(")]
    private static partial Regex TestMethod();

    private sealed record Row(string Section, string Requirement, string Tests);
}
