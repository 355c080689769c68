namespace HttpActors.Bench.Load.Clients;

/// <summary>What .NET developers use: HttpClient on SocketsHttpHandler, without proxy and cookies.</summary>
internal sealed class SocketsClient(Uri url) : IClient
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false });

    public async Task<int> GetAsync()
    {
        using var response = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        return (await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false)).Length;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }
}
