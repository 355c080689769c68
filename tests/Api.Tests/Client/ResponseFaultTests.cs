namespace HttpActors.Tests.Client;

/// <summary>What a server may do wrong: one error, with a code, how far the request was, where it went and which attempt it was.</summary>
public class ResponseFaultTests : ClientTest
{
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    public static TheoryData<string, string, string> Faults => new()
    {
        { "", "ECONNRESET socket hang up", "Headers" },
        { "HTTP/1.1 200 O", "ECONNRESET socket hang up", "Headers" },
        { "HTTP/1.1 100 Continue\r\n\r\n", "ECONNRESET socket hang up", "Headers" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", "ECONNRESET aborted", "Body" },
        { Chunked + "2\r\nab", "ECONNRESET aborted", "Body" },
        { Chunked + "2\r\nab\r\n0\r\n", "ECONNRESET aborted", "Body" },
        { "SSH-2.0-OpenSSH\r\n", "HPE_INVALID_CONSTANT", "Headers" },
        { "HTTP/1.1 099 X\r\n\r\n", "HPE_INVALID_STATUS", "Headers" },
        { "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "HPE_INVALID_STATUS", "Headers" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "HPE_INVALID_TRANSFER_ENCODING", "Headers" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n", "HPE_INVALID_CONTENT_LENGTH", "Headers" },
        { "HTTP/1.1 200 OK\nX: y\r\n\r\n", "HPE_CR_EXPECTED", "Headers" },
        { "HTTP/1.1 200 OK\r\nX : y\r\n\r\n", "HPE_INVALID_HEADER_TOKEN", "Headers" },
        { "HTTP/1.1 200 OK\r\nX: " + new string('x', 40_000), "HPE_HEADER_OVERFLOW", "Headers" },
        { string.Concat(Enumerable.Repeat("HTTP/1.1 103 X\r\n\r\n", 101)), "ERR_HTTP_TOO_MANY_INFORMATIONAL", "Headers" },
        { Chunked + "2\r\nab\r\nx\r\n", "HPE_INVALID_CHUNK_SIZE", "Body" },
        { Chunked + "0\r\nX: " + new string('x', 40_000), "HPE_HEADER_OVERFLOW", "Body" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_one_error_and_the_connection_is_gone(string sent, string what, string phase)
    {
        var server = ListenRaw();
        var log = new EventLog();
        var request = Http.Get(To(server), response =>
        {
            response.Ended += () => log.Add("end");
            response.Errored += error => log.Add(Describe(error));
            response.Resume();
        });
        request.Errored += error => log.Add(Describe(error));
        request.Closed += () => log.Add("close");
        var over = request.Completion;
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await SendAsync(peer, sent);
        await Assert.ThrowsAnyAsync<Exception>(() => over.InTime());
        await peer.ReadToEndAsync();
        log.Close("over");
        var fault = $"{what} in {phase}, attempt 1 at 127.0.0.1:{server.Port}";
        var told = await log.WholeAsync();
        Assert.Equal(phase == "Body" ? $"close, {fault}, over" : $"{fault}, close, over", told);
        await Bounded.Until(() => Agent.GetStats().OpenConnections == 0);
    }

    private static string Describe(Exception error)
    {
        var http = Assert.IsType<HttpException>(error);
        var message = http.Code == "ECONNRESET" ? " " + http.Message : "";
        return $"{http.Code}{message} in {http.Phase}, attempt {http.Attempt} at {http.Origin}";
    }

    /// <summary>The client may have had enough before all of it is sent.</summary>
    private static async Task SendAsync(RawPeer peer, string text)
    {
        try
        {
            await peer.SendAsync(text);
            peer.HalfClose();
        }
        catch (System.Net.Sockets.SocketException)
        {
            // It has ended the connection.
        }
    }
}
