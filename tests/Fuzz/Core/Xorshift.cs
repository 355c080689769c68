namespace HttpActors.Fuzz.Core;

/// <summary>xorshift64*: of our own, so that a seed means the same case on every version of the base library.</summary>
internal struct Xorshift(ulong seed)
{
    private ulong _state = seed == 0 ? 0x2545F4914F6CDD1D : seed;

    public int Next(int below)
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)(((_state * 0x2545F4914F6CDD1D) >> 33) % (ulong)below);
    }
}
