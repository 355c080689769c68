namespace HttpActors.Bench.Load.Measure;

/// <summary>Everything measured of one scenario: samples in rounds for each peer, or why a peer has none.</summary>
internal sealed class Series(Scenario scenario, string generator)
{
    private readonly Dictionary<string, List<Sample>> _samples = [];
    private readonly Dictionary<string, string> _reasons = [];

    public Scenario Scenario { get; } = scenario;

    public string Generator { get; } = generator;

    /// <summary>Said where fewer rounds were run than asked for.</summary>
    public string? Cut { get; set; }

    public IEnumerable<string> Peers => _samples.Keys;

    public IReadOnlyDictionary<string, string> Reasons => _reasons;

    public IReadOnlyList<Sample> Of(string peer) => _samples.GetValueOrDefault(peer) ?? [];

    public void Add(string peer, Sample sample)
    {
        if (!sample.IsUsable)
        {
            Skip(peer, $"{sample.Errors} errors in {sample.Requests} requests; the first: {sample.FirstError}");
            return;
        }

        if (!_samples.TryGetValue(peer, out var list))
            _samples[peer] = list = [];
        list.Add(sample);
    }

    public void Skip(string peer, string reason)
    {
        _samples.Remove(peer);
        _reasons[peer] = reason;
    }
}
