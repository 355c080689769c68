using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Serialization;
using HttpActors.ActorHandlers;

namespace HttpActors;

/// <summary>
/// What an actor answers to an <see cref="HttpActorRequest"/>: a value, immutable, fit to cross Akka.Remote and to be
/// written as JSON.
/// </summary>
public sealed record HttpActorResponse
{
    /// <summary>The status code, 200 to 999; another is answered with 500. Default 200.</summary>
    public int StatusCode { get; init; } = 200;

    /// <summary>The reason phrase; null, the default, for the usual one.</summary>
    public string? Reason { get; init; }

    /// <summary>The header lines, in order. Content-Length and Transfer-Encoding are the server's and not taken from here. Default none.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init => field = ActorMessages.OrEmpty(value); } = [];

    /// <summary>The whole body. Default none. In JSON, base64.</summary>
    [JsonConverter(typeof(BytesJsonConverter))]
    public ImmutableArray<byte> Body { get; init => field = ActorMessages.OrEmpty(value); } = [];

    /// <summary>An answer in plain text, in UTF-8.</summary>
    /// <param name="text">The body.</param>
    /// <param name="statusCode">200 to 999. Default 200.</param>
    /// <returns>The answer.</returns>
    public static HttpActorResponse Text(string text, int statusCode = 200) =>
        Bytes(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", statusCode);

    /// <summary>An answer in octets.</summary>
    /// <param name="body">The octets; they must not be changed afterwards, for they are not copied.</param>
    /// <param name="contentType">The Content-Type. Default <c>application/octet-stream</c>.</param>
    /// <param name="statusCode">200 to 999. Default 200.</param>
    /// <returns>The answer.</returns>
    public static HttpActorResponse Bytes(byte[] body, string contentType = "application/octet-stream", int statusCode = 200)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new HttpActorResponse
        {
            StatusCode = statusCode,
            Headers = [new("Content-Type", contentType)],
            Body = ImmutableCollectionsMarshal.AsImmutableArray(body),
        };
    }

    /// <summary>An answer without a body.</summary>
    /// <param name="statusCode">200 to 999.</param>
    /// <returns>The answer.</returns>
    public static HttpActorResponse Status(int statusCode) => new() { StatusCode = statusCode };

    /// <summary>The same answer with one header line more.</summary>
    /// <param name="name">A token (RFC 9110 section 5.1).</param>
    /// <param name="value">Visible characters, blanks, tabs and Latin-1 text.</param>
    /// <returns>The answer; this one is unchanged.</returns>
    /// <exception cref="HttpArgumentException">The name or the value is not what HTTP allows.</exception>
    public HttpActorResponse With(string name, string value)
    {
        HeaderValidation.Check(name, value);
        return this with { Headers = Headers.Add(new(name, value)) };
    }

    /// <summary>The value of a header field, the first line of that name.</summary>
    /// <param name="name">The field name, in any case.</param>
    /// <returns>The value; null where there is none.</returns>
    public string? Header(string name) => ActorMessages.Find(Headers, name);

    /// <summary>Whether all of it is the same; lines and octets are compared by value.</summary>
    /// <param name="other">Another answer; null is never the same.</param>
    /// <returns>True when it is.</returns>
    public bool Equals(HttpActorResponse? other) => other is not null
        && (StatusCode, Reason) == (other.StatusCode, other.Reason)
        && Headers.SequenceEqual(other.Headers)
        && Body.AsSpan().SequenceEqual(other.Body.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StatusCode, Reason, Headers.Length, Body.Length);

    /// <inheritdoc/>
    public override string ToString() => $"{StatusCode} {Reason}".TrimEnd();
}
