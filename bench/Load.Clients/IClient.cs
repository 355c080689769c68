namespace HttpActors.Bench.Load.Clients;

/// <summary>A client under measurement.</summary>
internal interface IClient : IAsyncDisposable
{
    /// <summary>One GET, its body taken whole.</summary>
    /// <returns>The body's length.</returns>
    Task<int> GetAsync();
}
