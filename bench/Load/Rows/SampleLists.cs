namespace HttpActors.Bench.Load.Rows;

internal static class SampleLists
{
    public static List<double> GetOrAdd(this Dictionary<string, List<double>> samples, string peer)
    {
        if (!samples.TryGetValue(peer, out var list))
            samples[peer] = list = [];
        return list;
    }
}
