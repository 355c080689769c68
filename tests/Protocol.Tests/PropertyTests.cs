using System.Buffers;

namespace HttpActors.Protocol.Tests;

/// <summary>Seeded, so that a failure repeats: the seed is the test case.</summary>
public class PropertyTests
{
    private const int Rounds = 400;

    // Bytes that mean something somewhere, and some that never do.
    private static readonly byte[] Alphabet = Wire.Bytes("\r\n\r\n\r\n\0\t  ::;;,,#?/%*[]0123456789abfxACHGET\x7F\x80\xFF\"=-_.(");

    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 12));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_mutated_message_gives_the_same_answer_however_it_is_cut(int seed)
    {
        var random = new Random(seed);
        var cases = GoldenFile.Paths.SelectMany(static path => new GoldenFile(path).Cases).Select(static c => c.Case).Where(static c => c.Input.Length is > 0 and < 300).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var @case = cases[random.Next(cases.Length)];
            AssertSame(@case with { Input = Mutate(random, @case.Input) }, random);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Noise_is_answered_never_thrown_at(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var input = new byte[random.Next(1, 60)];
            random.GetItems(Alphabet, input);
            var role = random.Next(2) == 0 ? Role.Server : Role.Client;
            AssertSame(new ReadCase(input) { Role = role, Ends = random.Next(2) == 0 }, random);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Parser_and_scanner_accept_the_same_heads(int seed)
    {
        var random = new Random(seed);
        var head = Wire.Bytes("POST /a?b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nX-y:\t z\r\n\r\n");
        for (var round = 0; round < Rounds; round++)
        {
            var input = Mutate(random, head);
            var limits = new Http1Limits { MaxRequestLineSize = random.Next(16, 40), MaxHeaderSize = random.Next(40, 90), MaxHeadersCount = random.Next(0, 5) };
            var scanner = new HeadScanner(HeadKind.Request);
            var fault = scanner.Scan(new ReadOnlySequence<byte>(input), limits);
            var isParsed = RequestHeadParser.TryParse(input, limits, out var layout);
            Assert.Equal(fault == Fault.None && scanner.IsComplete, isParsed);
            if (isParsed)
            {
                Assert.Equal((scanner.Scanned, scanner.FieldCount), (layout.Length, layout.FieldCount));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_a_client_writes_a_server_reads(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds / 4; round++)
        {
            var (fields, trailers, body) = (Fields(random, "X-"), Fields(random, "T-"), Body(random));
            var chunked = random.Next(2) == 0;
            var client = new Client();
            client.Head(new RequestHeadSpec
            {
                Method = Token(random),
                Target = "/" + Token(random),
                Host = "a",
                Fields = fields,
                BodyLength = chunked ? null : body.Length,
            });
            Write(random, body, part => client.Data(part));
            client.End(trailers);
            var log = AssertSame(new ReadCase(client.Written) { Answers = 0 }, random);
            Assert.False(log.Failed, log.Text);
            var head = log.Connection.RequestHead!;
            Assert.Equal(fields, head.Fields.ToArray().Skip(1).Take(fields.Length));
            Assert.Equal(chunked ? trailers : [], log.Connection.Trailers.ToArray());
            Assert.Equal(body, Content(new ReadCase(client.Written)));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_a_server_writes_a_client_reads(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds / 4; round++)
        {
            var (fields, trailers, body) = (Fields(random, "X-"), Fields(random, "T-"), Body(random));
            var chunked = random.Next(2) == 0;
            var server = Server.Get(version: random.Next(2) == 0 ? "1.1" : "1.0").Head(new ResponseHeadSpec
            {
                StatusCode = random.Next(300, 304),
                ReasonPhrase = random.Next(2) == 0 ? null : Value(random),
                Fields = fields,
                BodyLength = chunked ? null : body.Length,
            });
            Write(random, body, part => server.Data(part));
            server.End(trailers);
            var @case = new ReadCase(server.Written) { Role = Role.Client, Ends = server.Connection.OutgoingFraming == BodyFraming.UntilClose };
            var log = AssertSame(@case, random);
            Assert.False(log.Failed, log.Text);
            Assert.Equal(fields, log.Connection.ResponseHead!.Fields.ToArray().Take(fields.Length));
            Assert.Equal(body, Content(@case));
            Assert.Equal(server.Connection.KeepAlive, log.Connection.KeepAlive);
        }
    }

    private static EventLog AssertSame(ReadCase @case, Random random)
    {
        var size = @case.Input.Length;
        var whole = EventLog.Run(@case, [size]);
        var cuts = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(size + 1)).Order().Append(size).ToArray();
        var lengths = Enumerable.Range(0, 3).Select(_ => random.Next(size + 1)).ToArray();
        foreach (var (how, log) in new[]
        {
            ("byte by byte", EventLog.Run(@case, Enumerable.Range(1, size))),
            ("byte per segment", EventLog.Run(@case, [size], Wire.BytePerSegment)),
            ($"cut at {string.Join(',', cuts)}", EventLog.Run(@case, cuts)),
            ($"segments of {string.Join(',', lengths)}", EventLog.Run(@case, [size], memory => Wire.Segments(memory, lengths))),
        })
        {
            Assert.True(whole.Text == log.Text, $"{Wire.Escape(@case.Input)}\n{how}:\n{log.Text}\nwhole:\n{whole.Text}");
        }

        return whole;
    }

    private static byte[] Mutate(Random random, byte[] input)
    {
        var bytes = input.ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(3))
            {
                case 0:
                    bytes[at] = Alphabet[random.Next(Alphabet.Length)];
                    break;
                case 1:
                    bytes.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                    break;
                default:
                    bytes.RemoveAt(at);
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Content(ReadCase @case)
    {
        var connection = new Http1Connection(@case.Role, @case.Limits);
        if (@case.Role == Role.Client)
        {
            connection.WriteRequestHead(new ArrayBufferWriter<byte>(), new RequestHeadSpec { Method = "GET", Target = "/", BodyLength = 0 });
        }

        var input = new ReadOnlySequence<byte>(@case.Input);
        var content = new List<byte>();
        while (connection.Read(ref input) is var what && what is not (ReadEvent.NeedMore or ReadEvent.Paused or ReadEvent.EndOfMessage))
        {
            content.AddRange(what == ReadEvent.Data ? connection.Data.ToArray() : []);
        }

        return [.. content];
    }

    private static void Write(Random random, byte[] body, Action<string> write)
    {
        for (var at = 0; at < body.Length;)
        {
            var part = body.AsSpan(at, Math.Min(random.Next(0, 6000), body.Length - at));
            write(Wire.Text(part));
            at += part.Length;
        }
    }

    private static byte[] Body(Random random)
    {
        var body = new byte[random.Next(3) == 0 ? random.Next(5000, 9000) : random.Next(0, 50)];
        random.NextBytes(body);
        return body;
    }

    private static HeaderField[] Fields(Random random, string prefix) =>
        [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ => new HeaderField(prefix + Token(random), Value(random)))];

    private static string Token(Random random) =>
        new(random.GetItems<char>("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".Where(static c => c != '#').ToArray(), random.Next(1, 40)));

    private static string Value(Random random) =>
        new string([.. Enumerable.Range(0, random.Next(0, 60)).Select(_ => (char)random.Next(0x20, 0x100)).Where(static c => c != 0x7F)]).Trim(' ', '\t');
}
