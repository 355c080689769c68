using System.Net;

namespace HttpActors.Tests.Docs;

/// <summary>The documentation of the types shows code that compiles, and every main type has some.</summary>
public sealed class DocExampleTests
{
    private static readonly string[] MainTypes =
    [
        "Http", "HttpServer", "IncomingMessage", "ServerResponse", "NetSocket", "HttpTunnel", "HttpHeaders", "OutgoingMessage.Cork",
        "Client/ClientRequest", "Client/ClientRequestOptions", "Client/HttpAgent",
    ];

    [Fact]
    public void Every_main_type_has_an_example_that_compiles()
    {
        var compiled = Normalized(File.ReadAllText(Repository.PathOf("tests/Api.Tests/Docs/DocExamples.cs")));
        foreach (var type in MainTypes)
        {
            var source = File.ReadAllText(Repository.PathOf($"src/Api/{type}.cs"));
            var examples = source.Split("/// <code>").Skip(1).Select(part => part.Split("/// </code>")[0]).ToArray();

            // A message is one thing on a server and another on a client.
            Assert.Equal(type == "IncomingMessage" ? 2 : 1, examples.Length);
            foreach (var example in examples)
            {
                var code = string.Join('\n', example.Split('\n').Select(line => line.Trim().TrimStart('/')));
                Assert.Contains(Normalized(WebUtility.HtmlDecode(code)), compiled, StringComparison.Ordinal);
            }
        }
    }

    private static string Normalized(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
