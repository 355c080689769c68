using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HttpActors;

/// <content>The body as JSON.</content>
public partial class IncomingMessage
{
    /// <summary>The whole body as JSON, in UTF-8. On a server a handler that does not catch the failure answers 400.</summary>
    /// <typeparam name="T">What it stands for.</typeparam>
    /// <param name="typeInfo">How it is read, from a source-generated context.</param>
    /// <param name="maxBytes">The most that is accepted; null: <see cref="DefaultMaxBodySize"/>.</param>
    /// <param name="cancellationToken">Ends the waiting; the body is then thrown away.</param>
    /// <returns>The value; null where the body says null.</returns>
    /// <exception cref="HttpException">
    /// <c>ERR_HTTP_BODY_INVALID</c>: the body is no JSON, or not of that type, see the inner <see cref="JsonException"/>;
    /// <c>ERR_HTTP_BODY_TOO_LARGE</c>; or the message broke.
    /// </exception>
    public async Task<T?> ReadJsonAsync<T>(
        JsonTypeInfo<T> typeInfo, long? maxBytes = null, CancellationToken cancellationToken = default)
    {
        var body = await ReadAllAsync(maxBytes, cancellationToken).ConfigureAwait(StaysInTurn);
        try
        {
            return JsonSerializer.Deserialize(body.AsSpan(), typeInfo);
        }
        catch (JsonException mistake)
        {
            throw NoJson(mistake);
        }
    }

    /// <summary>The whole body as JSON, in UTF-8, by reflection.</summary>
    /// <inheritdoc cref="ReadJsonAsync{T}(JsonTypeInfo{T}, long?, CancellationToken)"/>
    /// <param name="options">How it is read; null: as the web does, names in any case.</param>
    /// <param name="maxBytes">The most that is accepted; null: <see cref="DefaultMaxBodySize"/>.</param>
    /// <param name="cancellationToken">Ends the waiting; the body is then thrown away.</param>
    [RequiresUnreferencedCode("Reads the type by reflection; use the overload that takes a JsonTypeInfo when trimming.")]
    [RequiresDynamicCode("Reads the type by reflection; use the overload that takes a JsonTypeInfo with native code.")]
    public async Task<T?> ReadJsonAsync<T>(
        JsonSerializerOptions? options = null, long? maxBytes = null, CancellationToken cancellationToken = default)
    {
        var body = await ReadAllAsync(maxBytes, cancellationToken).ConfigureAwait(StaysInTurn);
        try
        {
            return JsonSerializer.Deserialize<T>(body, options ?? JsonSerializerOptions.Web);
        }
        catch (JsonException mistake)
        {
            throw NoJson(mistake);
        }
    }

    private HttpException NoJson(JsonException mistake) =>
        UnfitBody("ERR_HTTP_BODY_INVALID", "The body is no JSON, or not of the form that its reader wants.", 400, mistake);
}
