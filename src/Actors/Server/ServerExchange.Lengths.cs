using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>How long the body is, and one that is not as long as declared, or that must not be there.</summary>
internal sealed partial class ServerExchange
{
    private long _bodyBytes;

    /// <summary>Octets of the body staged so far, without their framing. Any thread.</summary>
    public long BodyBytes => Volatile.Read(ref _bodyBytes);

    private bool DeclaresLength
    {
        get
        {
            foreach (ref readonly var line in Party!.Fields)
            {
                if (line.Name.Equals("content-length", StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private void SendBody(ReadOnlySpan<byte> data)
    {
        connection.Session.SendData(data);
        if (connection.Session.SendsBody)
        {
            Volatile.Write(ref _bodyBytes, _bodyBytes + data.Length);
        }
    }

    private void CheckAllowed(ReadOnlySpan<byte> data)
    {
        if (connection.Settings.RejectNonStandardBodyWrites && !data.IsEmpty && (request.IsHead || Party!.StatusCode is 204 or 304))
        {
            throw new LocalProtocolException(
                "ERR_HTTP_BODY_NOT_ALLOWED", "This response must not have a body: it answers HEAD, or its status is 204 or 304.");
        }
    }

    /// <summary>What is beyond the declared length is left out.</summary>
    private ReadOnlySpan<byte> Fit(ReadOnlySpan<byte> data) =>
        connection.Session.ContentLeft is { } left && data.Length > left ? data[..(int)left] : data;

    /// <summary>The peer sees the connection's end before the declared length, and knows that something is missing.</summary>
    private void EndShort(ReadOnlySpan<byte> data, Action<Exception?>? callback)
    {
        SendBody(data);
        if (callback is not null)
        {
            connection.WhenFlushed(this, callback);
        }

        connection.Session.EndShort();
    }
}
