using System.Text;
using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Tests.Configuration;

/// <summary>Reads configurations from text, with an environment of the test's own.</summary>
public abstract class ConfigTest
{
    private protected Dictionary<string, string> Variables { get; } = [];

    private protected SupervisorConfig Read(string text) =>
        ConfigFile.Parse(Encoding.UTF8.GetBytes(text), "test.json", "/etc/site/test.json", Variables.GetValueOrDefault);

    private protected string[] Mistakes(string text) => Assert.Throws<ConfigException>(() => Read(text)).Message.Split('\n');

    private protected static string With(string services, string rest = "") => $$"""
        {
          "listeners": [ { "address": "127.0.0.1:8080", "routes": [ { "service": "a" } ] } ],
          "services": { {{services}} }{{rest}}
        }
        """;
}
