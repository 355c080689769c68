using HttpActors.Supervisor.Files;

namespace HttpActors.Supervisor.Tests.Files;

public sealed class PieceBufferTests : IDisposable
{
    private readonly PieceBuffer _buffer = new();

    public void Dispose() => _buffer.Dispose();

    [Fact]
    public void A_client_that_takes_much_gets_large_pieces()
    {
        var sent = 0;
        while (sent < PieceBuffer.LargePiece)
        {
            Assert.Equal(PieceBuffer.SmallPiece, _buffer.Next(long.MaxValue).Length);
            _buffer.NoteWritten(PieceBuffer.SmallPiece);
            sent += PieceBuffer.SmallPiece;
        }

        Assert.Equal(PieceBuffer.LargePiece, _buffer.Next(long.MaxValue).Length);
    }

    [Fact]
    public void Who_took_much_between_two_waits_goes_on_with_large_pieces_and_who_did_not_with_small_ones()
    {
        _buffer.NoteWritten(PieceBuffer.LargePiece);
        _buffer.GiveBackToWait(0);
        Assert.Equal(PieceBuffer.LargePiece, _buffer.Next(long.MaxValue).Length);
        _buffer.NoteWritten(PieceBuffer.LargePiece);
        _buffer.GiveBackToWait(PieceBuffer.LargePiece - PieceBuffer.GoodShare);
        Assert.Equal(PieceBuffer.LargePiece, _buffer.Next(long.MaxValue).Length);
        _buffer.NoteWritten(PieceBuffer.LargePiece);
        _buffer.GiveBackToWait(PieceBuffer.LargePiece - PieceBuffer.GoodShare + 1);
        Assert.Equal(PieceBuffer.SmallPiece, _buffer.Next(long.MaxValue).Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(PieceBuffer.SmallPiece - 1)]
    public void No_piece_is_longer_than_what_is_left(int left)
    {
        _buffer.NoteWritten(PieceBuffer.LargePiece);
        Assert.Equal(left, _buffer.Next(left).Length);
    }
}
