using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Serialization;
using HttpActors.ActorHandlers;
using HttpActors.Body;

namespace HttpActors;

/// <summary>
/// A request as an actor gets it: a value, immutable, with its whole body, fit to cross Akka.Remote and to be written
/// as JSON. The answer is an <see cref="HttpActorResponse"/> told to the sender.
/// </summary>
public sealed record HttpActorRequest
{
    /// <summary>The request method, case-sensitive. Default <c>GET</c>.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The request target as the client sent it, with its query. Default <c>/</c>.</summary>
    public string Url { get; init; } = "/";

    /// <summary><c>1.0</c> or <c>1.1</c>, the default.</summary>
    public string HttpVersion { get; init; } = "1.1";

    /// <summary>Every header line: order, case and duplicates as received. Default none.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init => field = ActorMessages.OrEmpty(value); } = [];

    /// <summary>The whole body; empty where there is none. In JSON, base64.</summary>
    [JsonConverter(typeof(BytesJsonConverter))]
    public ImmutableArray<byte> Body { get; init => field = ActorMessages.OrEmpty(value); } = [];

    /// <summary>The fields after a chunked body. Default none.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Trailers { get; init => field = ActorMessages.OrEmpty(value); } = [];

    /// <summary>Where the client is, as text; null where the transport has no addresses.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>The server's span as a <c>traceparent</c>, for an actor that traces on; null while nobody listens.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The value of a header field, the first line of that name.</summary>
    /// <param name="name">The field name, in any case.</param>
    /// <returns>The value; null where there is none.</returns>
    public string? Header(string name) => ActorMessages.Find(Headers, name);

    /// <summary>The body as text, in the charset of its Content-Type, UTF-8 where none is named.</summary>
    /// <returns>The text; empty where there is no body.</returns>
    public string ReadText() => Charset.Of(Header("content-type")).GetString(Body.AsSpan());

    /// <summary>Whether all of it is the same; lines and octets are compared by value.</summary>
    /// <param name="other">Another request; null is never the same.</param>
    /// <returns>True when it is.</returns>
    public bool Equals(HttpActorRequest? other) => other is not null
        && (Method, Url, HttpVersion, RemoteAddress, TraceParent)
            == (other.Method, other.Url, other.HttpVersion, other.RemoteAddress, other.TraceParent)
        && Headers.SequenceEqual(other.Headers)
        && Trailers.SequenceEqual(other.Trailers)
        && Body.AsSpan().SequenceEqual(other.Body.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Method, Url, Headers.Length, Body.Length);

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Url}";
}
