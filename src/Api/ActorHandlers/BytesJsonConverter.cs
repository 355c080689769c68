using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HttpActors.ActorHandlers;

/// <summary>Octets as base64, where System.Text.Json would write a number for each.</summary>
internal sealed class BytesJsonConverter : JsonConverter<ImmutableArray<byte>>
{
    public override ImmutableArray<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ImmutableCollectionsMarshal.AsImmutableArray(reader.GetBytesFromBase64());

    public override void Write(Utf8JsonWriter writer, ImmutableArray<byte> value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(value.AsSpan());
}
