using System.Net;

namespace HttpActors.Supervisor.Tests.CommandLines;

public class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:8080", "127.0.0.1", 8080)]
    [InlineData("localhost:0", "localhost", 0)]
    [InlineData("[::1]:65535", "::1", 65535)]
    [InlineData("*:80", null, 80)]
    [InlineData("my-host.example:1", "my-host.example", 1)]
    public void Host_and_port_are_read(string text, string? host, int port)
    {
        Assert.True(ListenAddress.TryParse(text, out var address, out _));
        Assert.Equal(new ListenAddress(host, port), address);
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("", "HOST:PORT")]
    [InlineData("8080", "HOST:PORT")]
    [InlineData("::1:80", "HOST:PORT")]
    [InlineData("127.0.0.1:", "port")]
    [InlineData("127.0.0.1:65536", "0 to 65535")]
    [InlineData("127.0.0.1:-1", "port")]
    [InlineData("127.0.0.1:+1", "port")]
    [InlineData("127.0.0.1: 1", "port")]
    [InlineData("127.0.0.1:http", "port")]
    [InlineData("127.0.0.1:000080", "port")]
    [InlineData(":80", "host")]
    [InlineData("a b:80", "host")]
    [InlineData("[127.0.0.1]:80", "host")]
    [InlineData("[zz]:80", "host")]
    [InlineData("http://x:80", "HOST:PORT")]
    [InlineData("a/b:80", "host")]
    public void What_is_wrong_is_named(string text, string named)
    {
        Assert.False(ListenAddress.TryParse(text, out _, out var problem));
        Assert.Contains(named, problem);
        Assert.Contains("for example", problem);
    }

    [Theory]
    [InlineData("127.0.0.1:0", "127.0.0.1", "http://127.0.0.1:1234")]
    [InlineData("localhost:0", "127.0.0.1", "http://localhost:1234")]
    [InlineData("[::1]:0", "::1", "http://[::1]:1234")]
    [InlineData("*:0", "::", "http://[::]:1234")]
    [InlineData("*:0", "0.0.0.0", "http://0.0.0.0:1234")]
    public void The_url_has_the_real_port(string listen, string bound, string url)
    {
        Assert.True(ListenAddress.TryParse(listen, out var address, out _));
        Assert.Equal(url, address.ToUrl(new IPEndPoint(IPAddress.Parse(bound), 1234)));
    }

    [Theory]
    [InlineData("srve", "serve")]
    [InlineData("sevre", "serve")]
    [InlineData("ecoh", "echo")]
    [InlineData("helo", "hello")]
    [InlineData("xyzzy", null)]
    [InlineData("e", null)]
    public void The_nearest_word_is_offered_if_it_is_near(string word, string? nearest) =>
        Assert.Equal(nearest, NearestWord.Find(word, ["serve", "echo", "hello"]));
}
