namespace HttpActors.Tests.Docs;

/// <summary>docs/porting.md says what is compiled here, and names tests that exist.</summary>
public sealed class PortingTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs/porting.md"));

    private static IEnumerable<string[]> Rows => Page.Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Count(c => c == '`') >= 4)
        .Select(line => line.Trim('|', ' ').Split(" | "))
        .Where(cells => cells.Length == 3 && cells[1].EndsWith(";`", StringComparison.Ordinal));

    [Fact]
    public void The_code_of_the_page_is_compiled()
    {
        var compiled = Normalized(File.ReadAllText(Repository.PathOf("tests/Api.Tests/Docs/PortingPage.cs")));
        var blocks = Page.Split("```csharp\n").Skip(1).Select(block => block.Split("```")[0]).ToArray();
        var cells = Rows.Select(row => row[1].Trim('`')).ToArray();
        Assert.Single(blocks);
        Assert.Equal(43, cells.Length);
        Assert.All([.. blocks, .. cells], code => Assert.Contains(Normalized(code), compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void The_tests_of_the_page_exist()
    {
        var sources = string.Concat(Directory
            .EnumerateFiles(Repository.PathOf("tests/Api.Tests"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText));
        Assert.All(Rows, row => Assert.Contains(" " + row[2].Trim('`'), sources, StringComparison.Ordinal));
    }

    private static string Normalized(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
