namespace HttpActors.Bench.Load.Clients;

internal sealed class OursClient : IClient
{
    private readonly HttpAgent _agent = new();
    private readonly ClientRequestOptions _options;

    public OursClient(Uri url) => _options = new ClientRequestOptions
    {
        Host = url.Host,
        Port = url.Port,
        Path = url.PathAndQuery,
        Agent = _agent,
    };

    public async Task<int> GetAsync()
    {
        var response = await Http.GetAsync(_options).ConfigureAwait(false);
        return (await response.ReadAllAsync().ConfigureAwait(false)).Length;
    }

    public ValueTask DisposeAsync() => _agent.DisposeAsync();
}
