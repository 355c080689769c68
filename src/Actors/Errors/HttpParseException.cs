namespace HttpActors;

/// <summary>What a peer sent cannot be read as HTTP, breaks a limit, or did not come in time.</summary>
public class HttpParseException : HttpException
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">The stable name: <c>HPE_*</c> as Node's parser has it, or <c>ERR_HTTP_REQUEST_TIMEOUT</c>.</param>
    /// <param name="message">The rule with its RFC section, or the limit with its value.</param>
    /// <param name="statusCode">The status that a server answers with.</param>
    /// <param name="bytesParsed">Octets of <paramref name="rawPacket"/> that were in order.</param>
    /// <param name="rawPacket">What was being read; owned by the receiver.</param>
    public HttpParseException(string code, string message, int statusCode, int bytesParsed, ReadOnlyMemory<byte> rawPacket)
        : base(code, message) => (StatusCode, BytesParsed, RawPacket) = (statusCode, bytesParsed, rawPacket);

    /// <summary>The status that a server answers with when nobody listens: 400, 408, 413, 414, 431, 501 or 505.</summary>
    public int StatusCode { get; }

    /// <summary>Octets of <see cref="RawPacket"/> that were in order.</summary>
    public int BytesParsed { get; }

    /// <summary>What was being read when the error was found, from the first octet that belongs to nothing before; empty after a timeout.</summary>
    public ReadOnlyMemory<byte> RawPacket { get; }
}
