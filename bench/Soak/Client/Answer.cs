namespace HttpActors.Bench.Soak.Client;

/// <summary>The head of a response, as far as it is needed.</summary>
/// <param name="Status">Its status code.</param>
/// <param name="Length">Octets of its body; -1: chunked, -2: until the connection ends.</param>
/// <param name="Closes">Whether the connection ends after it.</param>
internal readonly record struct Answer(int Status, long Length, bool Closes)
{
    public const long Chunked = -1;
    public const long UntilEnd = -2;
}
