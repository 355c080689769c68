using System.Collections.Immutable;
using System.Text.Json;
using Newtonsoft.Json;

namespace HttpActors.Tests.ActorHandlers;

/// <summary>The messages cross machines: what a serializer of Akka writes it reads again.</summary>
public sealed class ActorMessageTests
{
    private static readonly HttpActorRequest Request = new()
    {
        Method = "POST",
        Url = "/a?b=c",
        HttpVersion = "1.0",
        Headers = [new("Host", "h"), new("X-Two", "1"), new("X-Two", "2")],
        Body = [0, 1, 127, 128, 255],
        Trailers = [new("X-Sum", "42")],
        RemoteAddress = "[::1]:4711",
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };

    private static readonly HttpActorResponse Response = new()
    {
        StatusCode = 207,
        Reason = "Many",
        Headers = [new("Set-Cookie", "a=1"), new("Set-Cookie", "b=2")],
        Body = [255, 0, 10],
    };

    [Fact]
    public void System_Text_Json_reads_what_it_wrote()
    {
        Assert.Equal(Request, System.Text.Json.JsonSerializer.Deserialize<HttpActorRequest>(System.Text.Json.JsonSerializer.Serialize(Request)));
        Assert.Equal(Response, System.Text.Json.JsonSerializer.Deserialize<HttpActorResponse>(System.Text.Json.JsonSerializer.Serialize(Response)));
    }

    [Fact]
    public void Newtonsoft_Json_reads_what_it_wrote()
    {
        var settings = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.All };
        Assert.Equal(Request, JsonConvert.DeserializeObject(JsonConvert.SerializeObject(Request, settings), settings));
        Assert.Equal(Response, JsonConvert.DeserializeObject(JsonConvert.SerializeObject(Response, settings), settings));
    }

    [Fact]
    public void A_body_is_base64_in_System_Text_Json()
    {
        using var json = JsonDocument.Parse(System.Text.Json.JsonSerializer.Serialize(Response));
        Assert.Equal("/wAK", json.RootElement.GetProperty("Body").GetString());
    }

    [Fact]
    public void What_is_left_out_is_empty_and_not_null()
    {
        var request = System.Text.Json.JsonSerializer.Deserialize<HttpActorRequest>("{}")!;
        Assert.Equal(new HttpActorRequest(), request);
        Assert.Equal(("GET", "", null), (request.Method, request.ReadText(), request.Header("host")));
        Assert.Empty(new HttpActorRequest { Headers = default, Body = default, Trailers = default }.Headers);
    }

    [Fact]
    public void Values_are_compared_and_never_changed()
    {
        Assert.NotEqual(Response, Response with { Body = [255, 0, 11] });
        Assert.NotEqual(Request, Request with { Trailers = [] });
        var more = Response.With("X-More", "1");
        Assert.Equal((2, 3), (Response.Headers.Length, more.Headers.Length));
        Assert.Equal(Response.GetHashCode(), (Response with { Body = ImmutableArray.Create<byte>(255, 0, 10) }).GetHashCode());
        Assert.Throws<HttpArgumentException>(() => Response.With("X Bad", "1"));
    }
}
