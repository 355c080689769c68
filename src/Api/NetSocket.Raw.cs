using System.IO.Pipelines;
using System.Text;

namespace HttpActors;

/// <content>The octets as they are, once HTTP has ended on the connection.</content>
public sealed partial class NetSocket
{
    private Stream? _stream;

    /// <summary>
    /// Whether HTTP has ended here, after CONNECT, an upgrade or an error that a listener took: only then octets can be
    /// read and written as they are.
    /// </summary>
    public bool IsUpgraded => _connection.Raw is not null;

    /// <summary>Both directions as pipes; reading has back-pressure, a flush waits while the peer does not keep up. Completing both ends the connection.</summary>
    /// <returns>The pipes, the same each time.</returns>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_SOCKET_ASSIGNED</c>: the connection still speaks HTTP.</exception>
    public IDuplexPipe AsDuplexPipe() => Raw;

    /// <summary>Both directions as a stream. Disposing it ends the connection.</summary>
    /// <returns>The stream, the same each time.</returns>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_SOCKET_ASSIGNED</c>: the connection still speaks HTTP.</exception>
    public Stream AsStream() => _stream ??= new Body.DuplexStream(Raw);

    /// <summary>Puts octets back in front of what is read next, before anything was read: for the third argument of <c>UpgradeRequested</c> and <c>ConnectRequested</c>.</summary>
    /// <param name="octets">The octets; copied.</param>
    /// <exception cref="HttpStateException"><c>ERR_INVALID_STATE</c>: reading has begun. <c>ERR_HTTP_SOCKET_ASSIGNED</c>: the connection still speaks HTTP.</exception>
    public void Unshift(ReadOnlyMemory<byte> octets) => Raw.Unshift(octets.Span);

    /// <summary>Sends octets as they are; they are copied before this returns.</summary>
    /// <param name="data">The octets.</param>
    /// <param name="callback">Called once: with null when they were handed to the operating system, else with the reason. Null: nobody is told.</param>
    /// <returns>False when the writer should wait for the callback.</returns>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_SOCKET_ASSIGNED</c>: the connection still speaks HTTP.</exception>
    public bool Write(ReadOnlyMemory<byte> data, Action<Exception?>? callback = null) => Raw.Write(data.Span, callback);

    /// <summary>Sends text as it is, in UTF-8.</summary>
    /// <inheritdoc cref="Write(ReadOnlyMemory{byte}, Action{Exception?}?)"/>
    /// <param name="text">The text.</param>
    /// <param name="callback">Called once, see the other overload.</param>
    public bool Write(string text, Action<Exception?>? callback = null) => Write(Encoding.UTF8.GetBytes(text), callback);

    /// <summary>Sends the last octets; the peer sees the end behind them. What it still sends can be read.</summary>
    /// <param name="data">The octets; none by default.</param>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_SOCKET_ASSIGNED</c>: the connection still speaks HTTP.</exception>
    public void End(ReadOnlyMemory<byte> data = default)
    {
        var raw = Raw;
        if (!data.IsEmpty)
        {
            raw.Write(data.Span, null);
        }

        raw.End();
    }

    /// <summary>Sends the last text, in UTF-8; the peer sees the end behind it.</summary>
    /// <inheritdoc cref="End(ReadOnlyMemory{byte})"/>
    /// <param name="text">The text.</param>
    public void End(string text) => End(Encoding.UTF8.GetBytes(text));

    private RawDuplex Raw => _connection.Raw ?? throw new HttpStateException(
        "ERR_HTTP_SOCKET_ASSIGNED", "The connection speaks HTTP: answer with the response.");
}
