namespace HttpActors.Fuzz.Core;

/// <summary>What a reader made of some octets: everything that must not depend on how they were cut.</summary>
/// <param name="Events">A digest of heads, content, ends and trailers.</param>
/// <param name="Error">The status and code of the error; null where there was none.</param>
/// <param name="Left">Octets not consumed while the connection persists.</param>
internal readonly record struct Outcome(ulong Events, string? Error, long Left)
{
    public bool Agrees(Outcome other) => Events == other.Events && Error == other.Error && Left == other.Left;
}
