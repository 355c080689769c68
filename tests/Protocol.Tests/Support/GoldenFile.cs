using System.Text;
using System.Text.RegularExpressions;

namespace HttpActors.Protocol.Tests;

/// <summary>
/// Cases as prose: <c>## title (RFC 9112 §x)</c>, a fenced <c>http</c> block with the input, a fenced <c>log</c> block
/// with the events. Words after <c>http</c> set the circumstances: <c>client</c>, <c>eof</c>, <c>methods=HEAD,GET</c>,
/// <c>MaxBodySize=5</c>.
/// </summary>
internal sealed partial class GoldenFile(string path)
{
    private readonly string _text = File.ReadAllText(path).ReplaceLineEndings("\n");

    public static IEnumerable<string> Paths => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "*.md").Order(StringComparer.Ordinal);

    public IEnumerable<GoldenCase> Cases => CasePattern().Matches(_text).Select(static match => new GoldenCase(
        match.Groups["title"].Value, Parse(match.Groups["words"].Value, match.Groups["http"].Value), match.Groups["log"].Value.TrimEnd('\n')));

    /// <summary>Rewrites the logs of the file in the source tree.</summary>
    public static void Update(string name)
    {
        var source = Path.Combine(SourceDirectory(), name);
        var text = File.ReadAllText(source).ReplaceLineEndings("\n");
        var updated = CasePattern().Replace(text, static match =>
        {
            var @case = Parse(match.Groups["words"].Value, match.Groups["http"].Value);
            var log = EventLog.Run(@case, [@case.Input.Length]);
            var group = match.Groups["log"];
            var start = group.Index - match.Index;
            return new StringBuilder(match.Value).Remove(start, group.Length).Insert(start, log.Text + "\n").ToString();
        });
        File.WriteAllText(source, updated);
    }

    [GeneratedRegex(@"^## (?<title>.+)\n(?:(?!## )(?!```).*\n)*```http(?<words>.*)\n(?<http>(?:(?!```).*\n)*)```\n\n```log\n(?<log>(?:(?!```).*\n)*)```$", RegexOptions.Multiline)]
    private static partial Regex CasePattern();

    private static ReadCase Parse(string words, string http)
    {
        var @case = new ReadCase(Wire.Unescape(http));
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = word.Split('=') is [var k, var v] ? (k, v) : (word, "");
            @case = Set(@case, key, value);
        }

        return @case;
    }

    private static ReadCase Set(ReadCase @case, string key, string value) => key switch
    {
        "client" => @case with { Role = Role.Client },
        "eof" => @case with { Ends = true },
        "methods" => @case with { Methods = value.Split(',', StringSplitOptions.RemoveEmptyEntries) },
        nameof(Http1Limits.MaxRequestLineSize) => Limit(@case, @case.Limits with { MaxRequestLineSize = int.Parse(value) }),
        nameof(Http1Limits.MaxHeaderSize) => Limit(@case, @case.Limits with { MaxHeaderSize = int.Parse(value), MaxRequestLineSize = Math.Min(@case.Limits.MaxRequestLineSize, int.Parse(value)) }),
        nameof(Http1Limits.MaxHeadersCount) => Limit(@case, @case.Limits with { MaxHeadersCount = int.Parse(value) }),
        nameof(Http1Limits.MaxChunkExtensionsSize) => Limit(@case, @case.Limits with { MaxChunkExtensionsSize = int.Parse(value) }),
        nameof(Http1Limits.MaxTrailerSize) => Limit(@case, @case.Limits with { MaxTrailerSize = int.Parse(value) }),
        nameof(Http1Limits.MaxBodySize) => Limit(@case, @case.Limits with { MaxBodySize = long.Parse(value) }),
        nameof(Http1Limits.MaxInformationalResponses) => Limit(@case, @case.Limits with { MaxInformationalResponses = int.Parse(value) }),
        nameof(Http1Limits.MaxLeadingEmptyLines) => Limit(@case, @case.Limits with { MaxLeadingEmptyLines = int.Parse(value) }),
        nameof(Http1Limits.RequireHostHeader) => Limit(@case, @case.Limits with { RequireHostHeader = bool.Parse(value) }),
        _ => throw new FormatException($"Unknown word '{key}' after ```http."),
    };

    private static ReadCase Limit(ReadCase @case, Http1Limits limits) => @case with { Limits = limits };

    private static string SourceDirectory()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "HttpActors.sln")))
            {
                return Path.Combine(directory.FullName, "tests", "Protocol.Tests", "Golden");
            }
        }

        throw new DirectoryNotFoundException("HttpActors.sln is in none of the directories above the test.");
    }
}

internal sealed record GoldenCase(string Title, ReadCase Case, string Log);
