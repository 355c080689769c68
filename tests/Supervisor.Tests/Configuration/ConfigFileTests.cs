using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Tests.Configuration;

public class ConfigFileTests : ConfigTest
{
    [Fact]
    public void What_is_not_written_has_its_default()
    {
        var config = Read(With("\"a\": { \"type\": \"echo\" }"));

        Assert.Equal(new ListenAddress("127.0.0.1", 8080), Assert.Single(config.Listeners).Address);
        Assert.Equal(new RouteConfig("*", "/", "a"), Assert.Single(config.Listeners[0].Routes));
        Assert.Equal(new RestartSettings(), config.Services["a"].Restart);
        Assert.Equal(TimeSpan.FromSeconds(10), config.Services["a"].StartTimeout);
        Assert.Equal(new ListenAddress("127.0.0.1", 9901), config.AdminAddress);
        Assert.True(config.Watch);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_fine()
    {
        var config = Read("""
            { // why
              "listeners": [ { "address": "[::1]:1", /* how */ "routes": [], }, ],
              "services": { },
            }
            """);

        Assert.Equal("::1", config.Listeners[0].Address.Host);
    }

    [Fact]
    public void Variables_are_put_in_for_every_kind_of_value()
    {
        Variables["PORT"] = "1234";
        Variables["ROOT"] = "public";
        Variables["COUNT"] = "7";
        Variables["EMPTY"] = "";
        var config = Read("""
            {
              "listeners": [ { "address": "127.0.0.1:${PORT}" } ],
              "services": {
                "a": { "type": "static", "root": "${EMPTY:-${}${ROOT}", "spa": "${SPA:-true}",
                       "startTimeout": "${TIME:-3}s", "restart": { "maxRestarts": "${COUNT}" } },
                "b": { "type": "response", "body": "$${not} this" }
              }
            }
            """.Replace("${EMPTY:-${}", "${EMPTY:-x/}", StringComparison.Ordinal));

        var a = config.Services["a"];
        Assert.Equal(1234, config.Listeners[0].Address.Port);
        Assert.Equal("/etc/site/x/public", a.FullPath("root"));
        Assert.True(a.Section.Flag("spa"));
        Assert.Equal(TimeSpan.FromSeconds(3), a.StartTimeout);
        Assert.Equal(7, a.Restart.MaxRestarts);
        Assert.Equal("${not} this", config.Services["b"].Section.Text("body"));
    }

    [Theory]
    [InlineData("${NOPE}", "the environment variable NOPE is not set")]
    [InlineData("${NO PE}", "does not name an environment variable")]
    [InlineData("${NOPE", "'${' without '}'")]
    public void A_variable_that_cannot_be_put_in_is_a_mistake(string text, string said) =>
        Assert.Contains(said, Assert.Single(Mistakes(With($"\"a\": {{ \"type\": \"static\", \"root\": \"{text}\" }}"))));

    [Theory]
    [InlineData("\"a\": { \"type\": \"ecko\" }", "test.json:3: services.a.type: must be one of static, redirect, echo, response, code, not 'ecko'; did you mean 'echo'?")]
    [InlineData("\"a\": { }", "test.json:3: services.a: 'type' is missing")]
    [InlineData("\"a\": { \"type\": \"static\" }", "services.a: 'root' is missing")]
    [InlineData("\"a\": { \"type\": \"echo\", \"startTimout\": \"1s\" }", "services.a.startTimout: unknown name; did you mean 'startTimeout'?")]
    [InlineData("\"a\": { \"type\": \"echo\", \"startTimeout\": 5 }", "must be a time with its unit from 1ms to 24h, such as \"500ms\", \"10s\" or \"2m\", not '5'")]
    [InlineData("\"a\": { \"type\": \"echo\", \"startTimeout\": \"25h\" }", "from 1ms to 24h")]
    [InlineData("\"a\": { \"type\": \"echo\", \"essential\": \"yes\" }", "services.a.essential: must be true or false, not 'yes'")]
    [InlineData("\"a\": { \"type\": \"echo\", \"restart\": { \"maxRestarts\": -1 } }", "must be a whole number from 0 to 1000000, not '-1'")]
    [InlineData("\"a\": { \"type\": \"echo\", \"restart\": { \"maxRestarts\": \"3\" } }", "must be a whole number")]
    [InlineData("\"a\": { \"type\": \"echo\", \"restart\": [] }", "services.a.restart: must be an object, not a list")]
    [InlineData("\"a\": { \"type\": \"echo\", \"dependsOn\": \"b\" }", "must be a list of texts, not a text")]
    [InlineData("\"a\": { \"type\": \"echo\", \"dependsOn\": [\"c\"] }", "dependsOn: there is no service 'c'")]
    [InlineData("\"a\": { \"type\": \"echo\", \"dependsOn\": [\"a\"] }", "wait for each other")]
    [InlineData("\"a\": { \"type\": \"redirect\", \"to\": \"/x\", \"status\": 305 }", "status: must be one of 301, 302, 303, 307, 308")]
    [InlineData("\"a\": { \"type\": \"response\", \"headers\": { \"X Y\": \"z\" } }", "services.a: headers: ")]
    [InlineData("\"a\": { \"type\": \"echo\", \"restart\": { \"backoff\": { \"initial\": \"2s\", \"max\": \"1s\" } } }", "max must not be shorter than initial")]
    [InlineData("\"a\": { \"type\": \"echo\" }, \"a\": { \"type\": \"echo\" }", "is written more than once")]
    [InlineData("\"a b\": { \"type\": \"echo\" }", "is not a name")]
    [InlineData("\"b\": { \"type\": \"echo\" }", "there is no service 'a'; did you mean 'b'?")]
    public void A_mistake_names_line_place_and_remedy(string services, string said) => Assert.Contains(Mistakes(With(services)), line => line.Contains(said, StringComparison.Ordinal));

    [Fact]
    public void Every_mistake_is_told_at_once()
    {
        var mistakes = Mistakes(With("\n\"a\": { \"type\": \"echo\", \"x\": 1 },\n\"b\": { \"type\": \"static\" }", ", \"watch\": 1"));

        Assert.Equal(["test.json:4: services.a.x", "test.json:5: services.b", "test.json:5: watch"], mistakes.Select(m => string.Join(':', m.Split(':')[..3])).ToArray());
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{", 1)]
    [InlineData("{\n  \"listeners\": [,]\n}", 2)]
    [InlineData("{}\n{}", 2)]
    public void What_is_not_JSON_is_told_with_its_line(string text, int line) =>
        Assert.StartsWith($"test.json:{line}: not JSON: ", Assert.Single(Mistakes(text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"address\": \"127.0.0.1:1\"", "\"address\": \"127.0.0.1:1\"", "is there twice")]
    [InlineData("\"address\": \"127.0.0.1:9901\"", "\"address\": \"127.0.0.1:1\"", "is a listener's too")]
    [InlineData("\"address\": \"127.0.0.1:99999\"", "\"address\": \"127.0.0.1:1\"", "'99999' is not a port")]
    public void Addresses_are_checked_together(string first, string second, string said) => Assert.Contains(
        Mistakes($$"""{ "listeners": [ { {{first}} }, { {{second}} } ], "services": {} }"""), line => line.Contains(said, StringComparison.Ordinal));

    [Theory]
    [InlineData("{ \"service\": \"a\", \"path\": \"x\" }", "must begin with '/'")]
    [InlineData("{ \"service\": \"a\", \"host\": \"x:80\" }", "must be a name without port")]
    [InlineData("{ \"service\": \"a\", \"host\": \"a*\" }", "must be a name without port")]
    [InlineData("{ \"service\": \"a\" }, { \"service\": \"a\", \"host\": \"*\", \"path\": \"/\" }", "are routed already")]
    public void Routes_are_checked(string routes, string said) => Assert.Contains(
        Mistakes($$"""{ "listeners": [ { "address": "127.0.0.1:0", "routes": [ {{routes}} ] } ], "services": { "a": { "type": "echo" } } }"""),
        line => line.Contains(said, StringComparison.Ordinal));

    [Fact]
    public void What_is_shown_means_the_same_when_it_is_read_again()
    {
        var config = Read(With("\"a\": { \"type\": \"response\", \"body\": \"$${x}\", \"restart\": { \"backoff\": { \"initial\": \"1.5s\", \"jitter\": 0.25 } } }"));

        var shown = config.Show();

        Assert.Equal(shown, Read(shown).Show());
        Assert.Contains("\"initial\": \"1500ms\"", shown);
        Assert.Contains("\"maxRestarts\": 5", shown);
    }

    [Fact]
    public void Two_listeners_may_both_ask_for_a_free_port()
    {
        var config = Read("""{ "listeners": [ { "address": "127.0.0.1:0" }, { "address": "127.0.0.1:0" } ], "services": {} }""");

        Assert.Equal(["127.0.0.1:0", "127.0.0.1:0+1"], config.Listeners.Select(listener => listener.Key));
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_mistake_with_advice()
    {
        var mistake = Assert.Throws<ConfigException>(() => ConfigFile.Load("/no/such/file.json"));

        Assert.Contains("/no/such/file.json: there is no such file", mistake.Message);
    }
}
