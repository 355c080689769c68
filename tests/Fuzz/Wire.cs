using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace HttpActors.Fuzz;

/// <summary>Sends octets to a server and tells what statuses came back.</summary>
internal static partial class Wire
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The statuses of all answers in order, and how it ended: <c>200 400 end</c>.</summary>
    /// <exception cref="TimeoutException">The server neither answered nor closed.</exception>
    public static Task<string> AnswersAsync(IPEndPoint server, ReadOnlyMemory<byte> octets, params int[] cuts) =>
        AnswersAsync(server, octets, TimeSpan.Zero, cuts);

    /// <inheritdoc cref="AnswersAsync(IPEndPoint, ReadOnlyMemory{byte}, int[])"/>
    /// <param name="server">Where to send to.</param>
    /// <param name="octets">What to send.</param>
    /// <param name="pause">How long to wait for the server's end before the client ends its half.</param>
    /// <param name="cuts">Where the octets are cut.</param>
    public static async Task<string> AnswersAsync(IPEndPoint server, ReadOnlyMemory<byte> octets, TimeSpan pause, params int[] cuts)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server).WaitAsync(Patience);
        var reading = ReadAsync(socket);
        try
        {
            var from = 0;
            foreach (var to in cuts.Append(octets.Length))
            {
                await socket.SendAsync(octets[from..to], SocketFlags.None).AsTask().WaitAsync(Patience);
                from = to;
            }

            if (pause > TimeSpan.Zero)
            {
                await ((Task)reading.WaitAsync(pause)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server has reset the connection; what it said before is read all the same.
        }

        return await reading.WaitAsync(Patience);
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        var end = "end";
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None) is > 0 and var got)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, got));
            }
        }
        catch (SocketException)
        {
            end = "reset";
        }

        // The servers here answer with fixed bodies that hold no status line.
        return string.Join(' ', StatusLine().Matches(text.ToString()).Select(static match => match.Groups[1].Value).Append(end));
    }

    [GeneratedRegex(@"HTTP/1\.[01] ([2-5]\d\d)")]
    private static partial Regex StatusLine();
}
