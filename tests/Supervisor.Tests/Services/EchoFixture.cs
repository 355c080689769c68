using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Services;

/// <summary>One <c>echo</c> for all tests of a class.</summary>
public sealed class EchoFixture : IAsyncLifetime
{
    internal SupervisorProcess Server { get; private set; } = null!;

    internal HttpClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await SupervisorProcess.ListenAsync("echo", "--listen", "127.0.0.1:0");
        Client = new HttpClient { BaseAddress = Server.Url, Timeout = Wait.Limit };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
