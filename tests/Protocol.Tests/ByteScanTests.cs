namespace HttpActors.Protocol.Tests;

/// <summary>The vector searches against the character classes they stand for: every byte, at every place, in every length.</summary>
public class ByteScanTests
{
    private delegate int Search(ReadOnlySpan<byte> bytes, int at);

    [Fact]
    public void Tokens() => Check(ByteScan.EndOfToken, (byte)'a', static b => Grammar.IsToken([b]));

    [Fact]
    public void Values() => Check(static (bytes, at) => new ControlScan(bytes, at).Next(at), (byte)' ', static b => Grammar.IsFieldValue([b]));

    [Fact]
    public void Values_one_after_the_other()
    {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            var every = random.Next(1, 40);
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = i % every == 0 ? bytes[i] : (byte)(' ' + (bytes[i] & 0x3F));
            }

            var at = random.Next(20);
            var scan = new ControlScan(bytes, at);
            while (at < bytes.Length)
            {
                var expected = Array.FindIndex(bytes, at, static b => !Grammar.IsFieldValue([b]));
                var found = scan.Next(at);
                Assert.True(found == (expected < 0 ? bytes.Length : expected), $"round {round}: {found} from {at} of {bytes.Length}");

                // As the parser does it: sometimes the byte behind is passed over as well.
                at = found + random.Next(1, 3);
            }
        }
    }

    [Fact]
    public void Targets() => Check(ByteScan.EndOfTarget, (byte)'/', static b => Grammar.IsTarget([(char)b]));

    [Fact]
    public void Reg_names() => Check(ByteScan.EndOfRegName, (byte)'.', static b => Grammar.RegNameBytes.Contains(b));

    private static void Check(Search search, byte filler, Func<byte, bool> isMember)
    {
        var bytes = new byte[100];
        bytes.AsSpan().Fill(filler);
        for (var value = 0; value < 256; value++)
        {
            foreach (var length in new[] { 1, 15, 16, 17, 31, 32, 33, 64, 100 })
            {
                foreach (var place in new[] { 0, 1, 14, 15, 16, 30, 31, 32, 63, 64, length - 1 }.Where(place => place < length))
                {
                    bytes[place] = (byte)value;
                    for (var at = 0; at < length; at += Math.Max(1, length / 20))
                    {
                        var expected = at <= place && !isMember((byte)value) ? place : length;
                        Assert.True(expected == search(bytes.AsSpan(0, length), at), $"0x{value:X2} at {place} of {length}, from {at}");
                    }

                    bytes[place] = filler;
                }
            }
        }

        Assert.Equal(7, search(bytes.AsSpan(0, 7), 7));
        Assert.Equal(50, search(bytes.AsSpan(0, 50), 50));
    }
}
