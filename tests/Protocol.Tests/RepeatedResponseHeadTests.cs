using System.Buffers;
using System.Text;

namespace HttpActors.Protocol.Tests;

/// <summary>A head that comes again octet by octet is not parsed again, unless it would be read in another way.</summary>
public sealed class RepeatedResponseHeadTests
{
    private const string Five = "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=7, max=3\r\nContent-Length: 5\r\n\r\n";
    private readonly Http1Connection _client = new(Role.Client, Http1Limits.Default);

    [Fact]
    public void The_same_octets_are_the_same_head_and_others_are_not()
    {
        var first = Read("GET", Five + "hello", "hello");
        Assert.Same(first, Read("GET", Five + "world", "world"));
        Assert.Equal((7, 3), (first.KeepAliveTimeoutSeconds, first.KeepAliveMaxRequests));
        var other = Read("GET", Five.Replace("5", "6", StringComparison.Ordinal) + "worlds", "worlds");
        Assert.NotSame(first, other);
        Assert.Equal(6, other.ContentLength);
        Assert.Equal(5, Read("GET", Five + "again", "again").ContentLength);
    }

    [Fact]
    public void The_answer_to_HEAD_has_no_content_whatever_was_before_and_comes_after()
    {
        Assert.True(Read("GET", Five + "hello", "hello").HasBody);
        Assert.False(Read("HEAD", Five, "").HasBody);
        Assert.True(Read("GET", Five + "hello", "hello").HasBody);
    }

    [Fact]
    public void The_answer_to_CONNECT_opens_a_tunnel_whatever_was_before()
    {
        Read("GET", Five + "hello", "hello");
        Send("CONNECT");
        var input = Octets(Five + "hello");
        Assert.Equal(ReadEvent.ResponseHead, _client.Read(ref input));
        Assert.Equal(SideState.SwitchedProtocol, _client.TheirState);
        Assert.Equal(5, input.Length);
    }

    [Fact]
    public void Other_limits_are_kept_to()
    {
        Read("GET", Five + "hello", "hello");
        _client.UseLimits(new Http1Limits { MaxBodySize = 4 });
        Send("GET");
        var input = Octets(Five + "hello");
        Assert.Equal(ReadEvent.Error, _client.Read(ref input));
        Assert.Equal("ERR_HTTP_BODY_TOO_LARGE", _client.Error!.Code);
    }

    [Fact]
    public void Informational_responses_and_the_end_that_a_head_announces_count_each_time()
    {
        const string Early = "HTTP/1.1 103 Early\r\n\r\n";
        const string Last = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        var first = Read("GET", Early + Five + "hello", "hello");
        Assert.Same(first, Read("GET", Early + Five + "hello", "hello"));
        Send("GET");
        var input = Octets(Last);
        Assert.Equal(ReadEvent.ResponseHead, _client.Read(ref input));
        Assert.False(_client.KeepAlive);
    }

    [Fact]
    public void A_head_that_comes_in_two_pieces_is_read_all_the_same()
    {
        var first = Read("GET", Five + "hello", "hello");
        Send("GET");
        var input = Octets(Five[..10]);
        Assert.Equal(ReadEvent.NeedMore, _client.Read(ref input));
        input = Octets(Five + "hello");
        Assert.Equal(ReadEvent.ResponseHead, _client.Read(ref input));
        Assert.NotSame(first, _client.ResponseHead);
        Assert.Equal(first.ContentLength, _client.ResponseHead!.ContentLength);
    }

    private static ReadOnlySequence<byte> Octets(string text) => new(Encoding.Latin1.GetBytes(text));

    private void Send(string method)
    {
        var output = new ArrayBufferWriter<byte>();
        _client.WriteRequestHead(output, new RequestHeadSpec { Method = method, Target = method == "CONNECT" ? "h:1" : "/", Host = "h", BodyLength = 0 });
        _client.WriteEnd(output, []);
    }

    /// <summary>One exchange; the head of its final response.</summary>
    private ResponseHead Read(string method, string answer, string content)
    {
        Send(method);
        var input = Octets(answer);
        var got = new StringBuilder();
        while (true)
        {
            switch (_client.Read(ref input))
            {
                case ReadEvent.Data:
                    got.Append(Encoding.Latin1.GetString(_client.Data));
                    break;
                case ReadEvent.Informational or ReadEvent.ResponseHead:
                    break;
                case ReadEvent.EndOfMessage:
                    Assert.Equal(content, got.ToString());
                    var head = _client.ResponseHead!;
                    _client.StartNextCycle();
                    return head;
                case var other:
                    throw new InvalidOperationException($"{other} {_client.Error?.Message}");
            }
        }
    }
}
