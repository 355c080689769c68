namespace HttpActors.Protocol;

/// <summary>
/// One line per <see cref="Fault"/>: the status to answer with, Node's code and the rule. Only ever reached once per
/// connection, so the message is built here and not where the fault is found.
/// </summary>
internal static class Faults
{
    public static ProtocolError ToError(Fault fault, Http1Limits limits, Role role) => fault switch
    {
        // A table: exempt from the length rule.
        Fault.TooManyEmptyLines => Limit(nameof(limits.MaxLeadingEmptyLines), 400, "HPE_INVALID_METHOD", $"More than {limits.MaxLeadingEmptyLines} empty lines before the request line (MaxLeadingEmptyLines)."),
        Fault.RequestLineTooLong => Limit(LineSizeName(limits), 414, "HPE_HEADER_OVERFLOW", $"The request line is longer than {limits.MaxRequestLineSize} bytes ({LineSizeName(limits)})."),
        Fault.MethodTooLong => Limit(LineSizeName(limits), 501, "HPE_INVALID_METHOD", $"The method is longer than {limits.MaxRequestLineSize} bytes ({LineSizeName(limits)}; RFC 9112 section 3)."),
        Fault.RequestLineIncomplete => Bad("HPE_INVALID_CONSTANT", "A request line is method SP target SP version CRLF (RFC 9112 section 3)."),
        Fault.MethodInvalid => Bad("HPE_INVALID_METHOD", "The method must be a token followed by one SP (RFC 9112 section 3.1)."),
        Fault.TargetInvalid => Bad("HPE_INVALID_URL", "The request target must be visible ASCII without a fragment, between single blanks (RFC 9112 section 3.2)."),
        Fault.TargetFormInvalid => Bad("HPE_INVALID_URL", "The request target must be in origin-form, or in absolute-form with a host and no user information; host:port goes with CONNECT, * with OPTIONS (RFC 9112 section 3.2)."),
        Fault.VersionMalformed => Bad("HPE_INVALID_CONSTANT", "The protocol name must be HTTP/, in capitals (RFC 9112 section 2.3)."),
        Fault.VersionInvalid => Bad("HPE_INVALID_VERSION", "The version must be DIGIT \".\" DIGIT, directly before the line end (RFC 9112 section 2.3)."),
        Fault.VersionUnsupported => new(505, "HPE_INVALID_VERSION", "Only major version 1 is spoken here (RFC 9110 section 15.6.6)."),
        Fault.StatusLineTooLong => Limit(LineSizeName(limits), 400, "HPE_HEADER_OVERFLOW", $"The status line is longer than {limits.MaxRequestLineSize} bytes ({LineSizeName(limits)})."),
        Fault.StatusLineInvalid => Bad("HPE_INVALID_STATUS", "A status line is version SP three digits SP reason CRLF (RFC 9112 section 4)."),
        Fault.BareLineFeed => Bad("HPE_CR_EXPECTED", "A line must end with CRLF, not with a bare LF (RFC 9112 section 2.2)."),
        Fault.BareCarriageReturn => Bad("HPE_LF_EXPECTED", "A CR must be followed by LF (RFC 9112 section 2.2)."),
        Fault.HeadTooLarge => Limit(nameof(limits.MaxHeaderSize), 431, "HPE_HEADER_OVERFLOW", $"The head is longer than {limits.MaxHeaderSize} bytes (MaxHeaderSize)."),
        Fault.TooManyFields => Limit(nameof(limits.MaxHeadersCount), 431, "HPE_HEADER_OVERFLOW", $"There are more than {limits.MaxHeadersCount} field lines (MaxHeadersCount)."),
        Fault.FieldNameEmpty => Bad("HPE_INVALID_HEADER_TOKEN", "A field name must not be empty (RFC 9112 section 5)."),
        Fault.FieldNameInvalid => Bad("HPE_INVALID_HEADER_TOKEN", "A field line is a token, a colon and a value (RFC 9112 section 5)."),
        Fault.BlankBeforeColon => Bad("HPE_INVALID_HEADER_TOKEN", "No whitespace may stand between field name and colon (RFC 9112 section 5.1)."),
        Fault.LineFolding => Bad("HPE_UNEXPECTED_SPACE", "A field line must not begin with whitespace; line folding is obsolete (RFC 9112 section 5.2)."),
        Fault.FieldValueInvalid => Bad("HPE_INVALID_HEADER_TOKEN", "A field value must not hold control characters (RFC 9110 section 5.5)."),
        Fault.HostMissing => Bad("ERR_HTTP_INVALID_HOST", "An HTTP/1.1 request must have a Host field (RFC 9112 section 3.2)."),
        Fault.HostRepeated => Bad("ERR_HTTP_INVALID_HOST", "A request must not have more than one Host field line (RFC 9112 section 3.2)."),
        Fault.HostInvalid => Bad("ERR_HTTP_INVALID_HOST", "Host must be uri-host [ \":\" port ] (RFC 9112 section 3.2, RFC 3986 section 3.2)."),
        Fault.CodingWithLength => Bad("HPE_INVALID_TRANSFER_ENCODING", "Content-Length must not stand beside Transfer-Encoding (RFC 9112 section 6.3)."),
        Fault.CodingRepeated => Bad("HPE_INVALID_TRANSFER_ENCODING", "Transfer-Encoding must be one field line (RFC 9112 section 6.1)."),
        Fault.CodingNotChunked => Bad("HPE_INVALID_TRANSFER_ENCODING", "Transfer-Encoding must end in exactly one chunked, without parameters (RFC 9112 section 6.3)."),
        Fault.CodingUnknown => new(501, "HPE_INVALID_TRANSFER_ENCODING", "The only transfer coding understood is chunked (RFC 9112 section 6.1)."),
        Fault.CodingOnHttp10 => Bad("HPE_INVALID_TRANSFER_ENCODING", "An HTTP/1.0 message must not have Transfer-Encoding (RFC 9112 section 6.1)."),
        Fault.LengthInvalid => Bad("HPE_INVALID_CONTENT_LENGTH", "Content-Length must be digits only, and at most 2^63-1 (RFC 9110 section 8.6)."),
        Fault.LengthRepeated => Bad("HPE_UNEXPECTED_CONTENT_LENGTH", "Content-Length must be one field line (RFC 9112 section 6.3)."),
        Fault.ConnectWithContent => Bad("HPE_INVALID_TRANSFER_ENCODING", "A CONNECT request has no content (RFC 9110 section 9.3.6)."),
        Fault.BodyTooLarge => Limit(BodySizeName(role), 413, "ERR_HTTP_BODY_TOO_LARGE", $"The content is longer than {limits.MaxBodySize} bytes ({BodySizeName(role)})."),
        Fault.ChunkSizeInvalid => Bad("HPE_INVALID_CHUNK_SIZE", "A chunk begins with its size in hexadecimal digits (RFC 9112 section 7.1)."),
        Fault.ChunkSizeTooLarge => Bad("HPE_INVALID_CHUNK_SIZE", "A chunk size is at most 16 digits, leading zeros counted, and at most 2^63-1 (RFC 9112 section 7.1)."),
        Fault.ChunkExtensionInvalid => Bad("HPE_STRICT", "A chunk extension is a token, or a token, \"=\" and a token or quoted string (RFC 9112 section 7.1.1)."),
        Fault.ChunkExtensionsTooLarge => Limit(nameof(limits.MaxChunkExtensionsSize), 413, "HPE_CHUNK_EXTENSIONS_OVERFLOW", $"The chunk extensions are longer than {limits.MaxChunkExtensionsSize} bytes (MaxChunkExtensionsSize)."),
        Fault.ChunkDataUnterminated => Bad("HPE_STRICT", "Chunk data must be followed by CRLF (RFC 9112 section 7.1)."),
        Fault.TrailersTooLarge => Limit(nameof(limits.MaxTrailerSize), 431, "HPE_HEADER_OVERFLOW", $"The trailer section is longer than {limits.MaxTrailerSize} bytes (MaxTrailerSize)."),
        Fault.Incomplete => Bad("HPE_INVALID_EOF_STATE", "The connection was closed in the middle of a message (RFC 9112 section 8)."),
        Fault.Unsolicited => Bad("HPE_CLOSED_CONNECTION", "Bytes arrived where no response was expected (RFC 9112 section 9.2)."),
        Fault.SwitchUnrequested => Bad("HPE_INVALID_STATUS", "101 answers a request that did not ask for an upgrade (RFC 9110 section 7.8)."),
        Fault.TooManyInformational => Bad("ERR_HTTP_TOO_MANY_INFORMATIONAL", $"More than {limits.MaxInformationalResponses} informational responses came before the final one (MaxInformationalResponses)."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    /// <summary>A line cannot be longer than its head: a smaller limit of heads is the one that somebody set.</summary>
    private static string LineSizeName(Http1Limits limits) => limits.MaxRequestLineSize < limits.MaxHeaderSize
        ? nameof(limits.MaxRequestLineSize)
        : nameof(limits.MaxHeaderSize);

    /// <summary>The one limit whose option has another name on each side; who reads the refusal looks for that option.</summary>
    private static string BodySizeName(Role role) => role == Role.Server ? "MaxRequestBodySize" : "MaxResponseSize";

    private static ProtocolError Limit(string name, int status, string code, string message) => new(status, code, message) { Limit = name };

    private static ProtocolError Bad(string code, string message) => new(400, code, message);
}
