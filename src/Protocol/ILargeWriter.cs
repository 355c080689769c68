using System.Buffers;

namespace HttpActors.Protocol;

/// <summary>An output that can send octets from where they lie in place of a copy.</summary>
public interface ILargeWriter : IBufferWriter<byte>
{
    /// <summary>Writes <paramref name="data"/> and then <paramref name="suffix"/>; neither is looked at after this returns.</summary>
    /// <param name="data">Any length.</param>
    /// <param name="suffix">May be empty.</param>
    void WriteLarge(ReadOnlySpan<byte> data, ReadOnlySpan<byte> suffix);
}
