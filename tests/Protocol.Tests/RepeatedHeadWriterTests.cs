using System.Text;

namespace HttpActors.Protocol.Tests;

/// <summary>A response head that comes again is copied; what is written and decided is the same as if it came for the first time.</summary>
public sealed class RepeatedHeadWriterTests
{
    private const string Type = "Content-Type";
    private const string Plain = "text/plain";

    [Fact]
    public void Only_the_length_is_written_anew() => OnNewThread(() =>
    {
        var before = new Wanted { Fields = [new(Type, Plain)], BodyLength = 5 };
        Answer(before);
        Assert.True(IsKept(before));
        Assert.True(IsKept(before with { BodyLength = long.MaxValue }));
        Assert.False(IsKept(before with { BodyLength = null }));
        Assert.False(IsKept(before with { Fields = [new(Type, new string(Plain))] }), "equal text, but nobody has checked it");
        Assert.Contains($"Content-Length: {long.MaxValue}\r\n\r\n", Answer(before with { BodyLength = long.MaxValue }), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void A_declared_length_is_checked_each_time() => OnNewThread(() =>
    {
        var five = new Wanted { Fields = [new("Content-Length", "5")], BodyLength = 5 };
        Assert.Equal(Answer(five), Answer(five));
        Assert.Contains("ERR_HTTP_CONTENT_LENGTH_MISMATCH", Answer(five with { BodyLength = 6 }), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void Of_heads_that_all_differ_few_are_written_down()
    {
        var kept = Enumerable.Range(1, 40).Where(count => OnNewThread(() => KeepsLastOf(count)));
        Assert.Equal([1, 2, 3, 4, 16, 32], kept);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_written_does_not_depend_on_what_was_written_before(int seed)
    {
        var random = new Random(seed);
        var wanted = new Wanted();
        for (var i = 0; i < 2000; i++)
        {
            wanted = random.Next(2) == 0 ? wanted : Change(wanted, random);
            var present = wanted;
            Assert.Equal(OnNewThread(() => Answer(present)), Answer(present));
        }
    }

    private static Wanted Change(Wanted before, Random random) => random.Next(11) switch
    {
        0 => before with { StatusCode = Pick(random, 200, 200, 204, 304, 404, 599) },
        1 => before with { Phrase = Pick(random, null, null, "", "Fine") },
        2 or 3 => before with { Fields = FieldsOf(random) },
        4 => before with { BodyLength = Pick<long?>(random, null, 0, 7, 10, 1234567) },
        5 => before with { Omit = random.Next(3) == 0 ? (OmittedFields)random.Next(32) : default },
        6 => before with { Date = Pick(random, "", "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:38 GMT") },
        7 => before with { Timeout = Pick(random, 0, 5, 5), Max = Pick(random, 0, 3, 4) },
        8 => before with { Close = random.Next(2) == 0, AnnounceClose = random.Next(3) == 0 },
        9 => before with { Method = Pick(random, "GET", "GET", "POST", "HEAD", "CONNECT"), Version = Pick(random, "1.1", "1.1", "1.0") },
        _ => before with { RequestFields = Pick(random, "", "", "Connection: close\r\n", "Connection: keep-alive\r\n") },
    };

    private static HeaderField[] FieldsOf(Random random)
    {
        HeaderField[] pool =
        [
            new(Type, Plain), new(Type, "text/html"), new("X-A", Plain), new("X-B", ""), new("Date", "then"), new("Trailer", "X-T"),
            new("Connection", "close"), new("Connection", "keep-alive"), new("Keep-Alive", "timeout=1"), new("Content-Length", "7"),
            new("Transfer-Encoding", "chunked"), new("X-Bad", "a\nb"), new("bad name", "a"), new("X-Long", LongValue),
        ];
        return [.. Enumerable.Range(0, random.Next(11)).Select(_ => pool[random.Next(random.Next(4) == 0 ? pool.Length : 4)])];
    }

    private static readonly string LongValue = new('v', 2000);

    private static T Pick<T>(Random random, params ReadOnlySpan<T> values) => values[random.Next(values.Length)];

    private static bool IsKept(Wanted wanted) =>
        ResponseHeadMemo.OfThread.TryWrite(new TightWriter(), wanted.Spec(Encoding.Latin1.GetBytes(wanted.Date)), persists: true, out _);

    private static bool KeepsLastOf(int count)
    {
        var last = new Wanted();
        for (var i = 0; i < count; i++)
        {
            last = new Wanted { Fields = [new("ETag", $"\"{i}\"")] };
            Answer(last);
        }

        return IsKept(last);
    }

    private static T OnNewThread<T>(Func<T> call)
    {
        var answer = new TaskCompletionSource<T>();
        new Thread(Run).Start();
        Assert.True(((IAsyncResult)answer.Task).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(30)));
        return answer.Task.GetAwaiter().GetResult();

        void Run()
        {
            try
            {
                answer.SetResult(call());
            }
            catch (Exception error)
            {
                answer.SetException(error);
            }
        }
    }

    /// <summary>All that can be seen of it.</summary>
    private static string Answer(Wanted wanted)
    {
        var target = wanted.Method == "CONNECT" ? "a:1" : "/";
        var server = new Server($"{wanted.Method} {target} HTTP/{wanted.Version}\r\nHost: a\r\n{wanted.RequestFields}\r\n").Connection;
        var output = new TightWriter();
        var thrown = "";
        try
        {
            server.WriteResponseHead(output, wanted.Spec(Encoding.Latin1.GetBytes(wanted.Date)));
        }
        catch (LocalProtocolException error)
        {
            thrown = $"{error.Code} {error.Message}";
        }

        return $"{output.Text}|{thrown}|{server.State}|{server.OutgoingFraming}|{server.ContentLeft}|{server.BodyAllowed}";
    }

    private sealed record Wanted
    {
        public string Method { get; init; } = "GET";

        public string Version { get; init; } = "1.1";

        public string RequestFields { get; init; } = "";

        public int StatusCode { get; init; } = 200;

        public string? Phrase { get; init; }

        public HeaderField[] Fields { get; init; } = [];

        public long? BodyLength { get; init; }

        public OmittedFields Omit { get; init; }

        public string Date { get; init; } = "";

        public int Timeout { get; init; }

        public int Max { get; init; }

        public bool Close { get; init; }

        public bool AnnounceClose { get; init; }

        public ResponseHeadSpec Spec(ReadOnlySpan<byte> date) => new()
        {
            StatusCode = StatusCode,
            ReasonPhrase = Phrase,
            Fields = Fields,
            BodyLength = BodyLength,
            Omit = Omit,
            Date = date,
            KeepAliveTimeoutSeconds = Timeout,
            KeepAliveMaxRequests = Max,
            Close = Close,
            AnnounceClose = AnnounceClose,
        };
    }
}
