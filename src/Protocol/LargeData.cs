using System.Buffers;

namespace HttpActors.Protocol;

/// <summary>Hands content that is worth it to an output that need not copy it.</summary>
internal static class LargeData
{
    /// <summary>Up to this size a copy costs less than anything else.</summary>
    public const int CopiedSize = 1024;

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> data, ReadOnlySpan<byte> suffix)
    {
        if (data.Length > CopiedSize && output is ILargeWriter large)
        {
            large.WriteLarge(data, suffix);
            return;
        }

        output.Write(data);
        output.Write(suffix);
    }
}
