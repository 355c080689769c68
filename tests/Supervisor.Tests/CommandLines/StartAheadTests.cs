namespace HttpActors.Supervisor.Tests.CommandLines;

public class StartAheadTests
{
    /// <summary>Its failures are silent where it runs: only here they show.</summary>
    [Fact]
    public async Task The_private_server_answers() => Assert.True(await StartAhead.ExchangeAsync());

    [Theory]
    [InlineData(true, "serve", "./public")]
    [InlineData(true, "echo")]
    [InlineData(true, "hello", "--listen", "*:80")]
    [InlineData(true, "run", "httpactors.json")]
    [InlineData(false, "get", "localhost")]
    [InlineData(false, "status")]
    [InlineData(false, "nonsense")]
    [InlineData(false, "--help")]
    [InlineData(false)]
    public void Only_a_command_that_serves_starts_ahead(bool expected, params string[] args) =>
        Assert.Equal(expected, StartAhead.IsFor(args));
}
