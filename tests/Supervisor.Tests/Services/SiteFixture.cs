using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Services;

/// <summary>One site and one server for it, for all tests that only read.</summary>
public sealed class SiteFixture : IAsyncLifetime
{
    internal const string Secret = "this must never leave the machine";

    private readonly TemporaryDirectory _parent = new();

    internal SupervisorProcess Server { get; private set; } = null!;

    internal HttpClient Client { get; private set; } = null!;

    internal string Root => Path.Combine(_parent.Path, "site");

    internal Uri Url => Server.Url;

    public async Task InitializeAsync()
    {
        _parent.Write("secret.txt", Secret);
        _parent.Write("site-neighbour/secret.txt", Secret);
        _parent.Write("site/index.html", "<!DOCTYPE html><title>home</title>home");
        _parent.Write("site/a.txt", "0123456789");
        _parent.Write("site/empty.bin", "");
        _parent.Write("site/one.bin", "1");
        _parent.Write("site/plain/b.txt", "b");
        _parent.Write("site/plain/c & d.txt", "c");
        _parent.Write("site/.hidden", Secret);
        _parent.Write("site/.well-known/x.txt", "x");
        if (!OperatingSystem.IsWindows())
        {
            _parent.Link("site/inside", "plain/b.txt");
            _parent.Link("site/outside", "../secret.txt");
            _parent.Link("site/outside-absolute", Path.Combine(_parent.Path, "secret.txt"));
            _parent.Link("site/up", "..");
            _parent.Link("site/neighbour", Path.Combine(_parent.Path, "site-neighbour"));
            Posix.MakeFifo(Path.Combine(Root, "fifo"));
        }

        Server = await SupervisorProcess.ListenAsync("serve", Root, "--listen", "127.0.0.1:0");
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Server.Url, Timeout = Wait.Limit };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        _parent.Dispose();
    }
}
