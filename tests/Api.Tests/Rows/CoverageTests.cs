using System.Text.RegularExpressions;

namespace HttpActors.Tests.Rows;

/// <summary>Every row of the server's API and every scenario of its side of the wire has a test that carries its number.</summary>
public sealed partial class CoverageTests
{
    private static readonly HashSet<string> Shown = ReadNumbers();

    /// <summary>The IoT.js document: module, server, response, incoming message.</summary>
    public static TheoryData<int> Rows =>
        [2, 3, 4, .. Enumerable.Range(15, 22), .. Enumerable.Range(46, 10)];

    /// <summary>What Node has beyond it.</summary>
    public static TheoryData<int> NewerRows =>
    [
        1, 4, 5, 6, 12, 13, 14, 15, 16, 17, 19, 22, 23, 24, 25, 26, 27, 29, 30, .. Enumerable.Range(32, 16), 48, 49, 50, 51, 52, 53, 54,
        55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 75, 77, 78, 79, 80, 81, 82, 83, 85, 86, 88, 89,
    ];

    /// <summary>The server's side of the wire.</summary>
    public static TheoryData<int> Scenarios =>
    [
        1, 2, 3, 5, 6, 9, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22, 23, 25, 26, 27, 29, 30, 31, 35, 37, 38, 39, 41, 42, 45, 46, 47, 49, 50,
        51, 53, 54, 55, 57, 58, 59, 61, 62, 65, 69, 74, 75, 77, 79, 81, 82, 85, 86, 87, 93, 94, 95, 97, 98, 99,
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_of_the_document_has_a_test(int row) => Assert.Contains($"Row{row}", Shown);

    [Theory]
    [MemberData(nameof(NewerRows))]
    public void A_newer_row_has_a_test(int row) => Assert.Contains($"N{row}", Shown);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_scenario_has_a_test(int scenario) => Assert.Contains($"S{scenario:00}", Shown);

    private static HashSet<string> ReadNumbers()
    {
        var sources = Directory
            .EnumerateFiles(Repository.PathOf("tests/Api.Tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines);
        return [.. sources.SelectMany(line => Tests().Matches(line)).SelectMany(test => test.Groups[1].Value.Split('_'))];
    }

    [GeneratedRegex(@"public (?:async )?(?:Task|void) ((?:(?:Row|N|S|D)[0-9]+_)+)")]
    private static partial Regex Tests();
}
