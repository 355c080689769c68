namespace HttpActors.Tests.Docs;

/// <summary>docs/porting.md and docs/porting-client.md say what is compiled here, and name tests that exist.</summary>
public sealed class PortingTests
{
    [Theory]
    [InlineData("porting.md", "PortingPage.cs", 43)]
    [InlineData("porting-client.md", "PortingClientPage.cs", 109)]
    public void The_code_of_the_page_is_compiled(string page, string source, int count)
    {
        var compiled = Normalized(File.ReadAllText(Repository.PathOf($"tests/Api.Tests/Docs/{source}")));
        var blocks = Read(page).Split("```csharp\n").Skip(1).Select(block => block.Split("```")[0]).ToArray();
        var cells = Rows(page).Select(row => row[1].Trim('`')).ToArray();
        Assert.Single(blocks);
        Assert.Equal(count, cells.Length);
        Assert.All([.. blocks, .. cells], code => Assert.Contains(Normalized(code), compiled, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("porting.md", "tests/Api.Tests")]
    [InlineData("porting-client.md", "tests/Api.Tests/Client")]
    public void The_tests_of_the_page_exist(string page, string folder)
    {
        var sources = string.Concat(Directory
            .EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText));
        Assert.All(Rows(page), row => Assert.Contains($" {row[2].Trim('`')}(", sources, StringComparison.Ordinal));
    }

    private static string Read(string page) => File.ReadAllText(Repository.PathOf($"docs/{page}"));

    private static IEnumerable<string[]> Rows(string page) => Read(page).Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Count(c => c == '`') >= 4)
        .Select(line => line.Trim('|', ' ').Split(" | "))
        .Where(cells => cells.Length == 3 && cells[1].EndsWith(";`", StringComparison.Ordinal));

    private static string Normalized(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
