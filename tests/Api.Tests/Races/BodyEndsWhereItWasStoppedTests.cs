namespace HttpActors.Tests.Races;

/// <summary>
/// The last octet of a body fills the reader's pipe and stops the flow: nothing more comes from the socket, and yet the
/// end of the body must be told when the reader has made room.
/// </summary>
public sealed class BodyEndsWhereItWasStoppedTests : ServerTest
{
    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_600)]
    [InlineData(131_072)]
    public async Task The_end_is_told_when_there_is_room_again(int length)
    {
        var server = await ServeAsync(async (request, response) =>
        {
            var total = 0;
            await foreach (var chunk in request.ReadChunksAsync())
            {
                total += chunk.Length;
            }

            response.End($"{total}");
        });
        var client = await ConnectAsync(server);
        for (var i = 0; i < 5; i++)
        {
            var answer = await client.ExchangeAsync(Post(new string('a', length)));
            Assert.Equal($"{length}", answer.Body);
        }
    }

    [Fact]
    public async Task A_peer_that_half_closes_behind_such_a_body_still_gets_its_answer()
    {
        var server = await ServeAsync(async (request, response) =>
        {
            using var copy = new MemoryStream();
            await request.CopyToAsync(copy);
            response.End($"{copy.Length}");
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Post(new string('a', 65_536)));
        client.HalfClose();
        Assert.Equal("65536", (await client.ReadResponseAsync()).Body);
    }
}
