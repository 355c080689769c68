using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace HttpActors.Supervisor.Client;

/// <summary>What <c>--verbose</c> tells: the heads of both directions as they went over the wire, and when the phases ended.</summary>
internal sealed class Transcript(
    TextWriter error, TimeProvider time, string place, IReadOnlyList<KeyValuePair<string, string>> sent)
{
    private readonly long _start = time.GetTimestamp();
    private readonly Lock _gate = new();
    private NetSocket? _socket;
    private TimeSpan? _connected;
    private TimeSpan? _firstByte;

    internal void Follow(ClientRequest request)
    {
        request.SocketAssigned += socket => Volatile.Write(ref _socket, socket);
        request.Finished += () => OnSending(request);
        request.InformationReceived += information => WriteHead(
            $"HTTP/{information.HttpVersion} {information.StatusCode} {information.StatusMessage}", information.Headers.Raw);
    }

    internal void OnResponse(IncomingMessage response, ClientRequest? request)
    {
        if (request is not null)
            OnSending(request);
        _firstByte = time.GetElapsedTime(_start);
        WriteHead(StatusLine(response), response.RawHeaders);
    }

    /// <summary>Also after a failure: how far it came is then the point.</summary>
    internal void OnEnd(IncomingMessage? response, long octets)
    {
        if (response is { IsComplete: true, Trailers.Count: > 0 })
            Write(Lines("< ", response.Trailers.Raw));
        Write(string.Create(
            CultureInfo.InvariantCulture,
            $"* connect {Milliseconds(_connected)}, first byte {Milliseconds(_firstByte)}, total {Milliseconds(time.GetElapsedTime(_start))}, {octets} bytes of body\n"));
    }

    internal static string StatusLine(IncomingMessage response) =>
        $"HTTP/{response.HttpVersion} {response.StatusCode} {response.StatusMessage}".TrimEnd();

    /// <summary>A peer's text must not command the terminal.</summary>
    internal static string Printable(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c))
        : text;

    /// <summary>Something of the request has left: a socket is assigned before it is connected, and says nothing yet.</summary>
    internal void OnSending(ClientRequest request)
    {
        lock (_gate)
        {
            if (_connected is null)
                TellConnected(request);
        }
    }

    private void TellConnected(ClientRequest request)
    {
        _connected = time.GetElapsedTime(_start);
        var peer = Volatile.Read(ref _socket)?.RemoteEndPoint is { AddressFamily: not AddressFamily.Unix } address ? $"{place} ({address})" : place;
        Write($"* connected to {peer}\n> {request.Method} {request.Path} HTTP/1.1\n{Lines("> ", sent)}>\n");
    }

    private void WriteHead(string first, IEnumerable<KeyValuePair<string, string>> fields) =>
        Write($"< {Printable(first.TrimEnd())}\n{Lines("< ", fields)}<\n");

    private static string Lines(string mark, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var lines = new StringBuilder();
        foreach (var (name, value) in fields)
            lines.Append(mark).Append(name).Append(": ").Append(Printable(value)).Append('\n');
        return lines.ToString();
    }

    private static string Milliseconds(TimeSpan? span) => span is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalMilliseconds:0.0} ms")
        : "-";

    // One write a piece: the connection's turn and the command may both have something to say.
    private void Write(string text)
    {
        error.Write(text);
        error.Flush();
    }
}
