using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Services;

/// <summary>HTTP clients that other people wrote, where the machine has them.</summary>
public class OtherClientsTests(EchoFixture echo) : IClassFixture<EchoFixture>
{
    [ProgramFact("node")]
    public Task Node_fetch_and_http_request() => RunAsync("node", "node-client.mjs");

    [ProgramFact("python3")]
    public Task Python_http_client() => RunAsync("python3", "python-client.py");

    private async Task RunAsync(string program, string script)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Clients", script);
        var result = await Programs.RunAsync(program, path, echo.Server.Url.ToString());

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("ok", result.Output.Trim());
    }
}
