using System.Buffers;

namespace HttpActors.Supervisor.Files;

/// <summary>
/// The memory that a download reads its file into, piece by piece: large pieces for a client that takes them, which cost a
/// quarter less CPU than small ones, and none while a client makes us wait.
/// </summary>
internal sealed class PieceBuffer : IDisposable
{
    /// <summary>What a client that takes little has staged for it at most, beside the socket's own buffers.</summary>
    internal const int SmallPiece = 64 * 1024;
    internal const int LargePiece = 512 * 1024;

    /// <summary>What a client takes between two waits that goes on with large pieces.</summary>
    internal const int GoodShare = LargePiece / 4;

    private byte[] _bytes = [];
    private long _taken;
    private bool _isFast;

    /// <summary>Room for the next piece, of <paramref name="remaining"/> bytes at most.</summary>
    public Memory<byte> Next(long remaining)
    {
        var size = (int)Math.Min(_isFast ? LargePiece : SmallPiece, remaining);
        if (_bytes.Length < size)
        {
            Dispose();
            _bytes = ArrayPool<byte>.Shared.Rent(size);
        }

        return _bytes.AsMemory(0, size);
    }

    /// <summary>A piece is on its way.</summary>
    public void NoteWritten(int bytes)
    {
        _taken += bytes;
        _isFast |= _taken >= LargePiece;
    }

    /// <summary>The client does not keep up: what it took since the last time tells how it goes on.</summary>
    /// <param name="staged">Of what was written, the bytes that it has not taken.</param>
    public void GiveBackToWait(long staged)
    {
        _isFast = _taken - staged >= GoodShare;
        _taken = 0;
        Dispose();
    }

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }
}
