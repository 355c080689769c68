using System.Globalization;
using System.Text.RegularExpressions;

namespace HttpActors.Tests.Rows;

/// <summary>Every row of the API and every scenario has a test that carries its number, on each side of the wire that it has.</summary>
/// <remarks>A number counts for the client where the test stands in the client's folder, and for the server elsewhere.</remarks>
public sealed partial class CoverageTests
{
    private const string ClientFolder = "tests/Api.Tests/Client";
    private static readonly HashSet<string> ShownByServer = ReadNumbers("tests/Api.Tests", ClientFolder);
    private static readonly HashSet<string> ShownByClient = ReadNumbers(ClientFolder);

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

    /// <summary>The IoT.js document: requests, and a response as their receiver sees it.</summary>
    public static TheoryData<int> ClientRows => [.. Enumerable.Range(5, 10), .. Enumerable.Range(37, 19)];

    /// <summary>What Node has beyond it: module, incoming message, options, request, agent.</summary>
    public static TheoryData<int> NewerClientRows =>
    [
        2, 3, 4, 5, 6, 8, 9, 78, 79, 80, 81, 82, 83, 85, 86, 88, 89, .. Enumerable.Range(90, 16), .. Enumerable.Range(107, 13), 120, 121,
        122, 123, 124, 125, 128, 130, 131, 132, 134,
    ];

    /// <summary>What undici has beyond that.</summary>
    public static TheoryData<int> UndiciRows => [1, 2, 3, 6, 7, 8, 12];

    /// <summary>The client's side of the wire: all but those that only a server can do, or refuse.</summary>
    public static TheoryData<int> ClientScenarios =>
    [
        1, 2, 5, 6, 7, 9, 10, 11, 14, 15, 18, 19, 22, 23, 25, 26, 27, 29, 30, 31, 33, 34, 35, 37, 38, 39, 41, 43, 45, 46, 49, 50, 51, 53,
        54, 55, 57, 58, 59, 63, 65, 66, 67, 69, 70, 71, 73, 74, 78, 83, 89, 90, 91, 94, 95, 97, 98, 99,
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_of_the_document_has_a_test(int row) => Assert.Contains($"Row{row}", ShownByServer);

    [Theory]
    [MemberData(nameof(NewerRows))]
    public void A_newer_row_has_a_test(int row) => Assert.Contains($"N{row}", ShownByServer);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_scenario_has_a_test(int scenario) => Assert.Contains($"S{scenario}", ShownByServer);

    [Theory]
    [MemberData(nameof(ClientRows))]
    public void A_row_of_the_document_has_a_test_of_the_client(int row) => Assert.Contains($"Row{row}", ShownByClient);

    [Theory]
    [MemberData(nameof(NewerClientRows))]
    public void A_newer_row_has_a_test_of_the_client(int row) => Assert.Contains($"N{row}", ShownByClient);

    [Theory]
    [MemberData(nameof(UndiciRows))]
    public void A_row_of_undici_has_a_test(int row) => Assert.Contains($"U{row}", ShownByClient);

    [Theory]
    [MemberData(nameof(ClientScenarios))]
    public void A_scenario_has_a_test_of_the_client(int scenario) => Assert.Contains($"S{scenario}", ShownByClient);

    /// <summary>The numbers in the names of tests, without leading zeros.</summary>
    private static HashSet<string> ReadNumbers(string folder, string? except = null)
    {
        var left = except is null ? null : Repository.PathOf(except) + Path.DirectorySeparatorChar;
        return
        [
            .. Directory
                .EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
                .Where(file => left is null || !file.StartsWith(left, StringComparison.Ordinal))
                .SelectMany(File.ReadLines)
                .SelectMany(line => Tests().Matches(line))
                .SelectMany(test => Numbers().Matches(test.Value))
                .Select(number => number.Groups[1].Value + int.Parse(number.Groups[2].ValueSpan, CultureInfo.InvariantCulture)),
        ];
    }

    [GeneratedRegex(@"public (?:async )?(?:Task|void) (?:(?:Row|N|S|D|U)[0-9]+_)+")]
    private static partial Regex Tests();

    [GeneratedRegex(@"(Row|N|S|D|U)([0-9]+)_")]
    private static partial Regex Numbers();
}
