using System.Collections.Immutable;

namespace HttpActors.ActorHandlers;

/// <summary>What the messages to and from actors have in common.</summary>
internal static class ActorMessages
{
    /// <summary>A default array, as a deserializer may leave one, is an empty one.</summary>
    public static ImmutableArray<T> OrEmpty<T>(ImmutableArray<T> array) => array.IsDefault ? [] : array;

    public static string? Find(ImmutableArray<KeyValuePair<string, string>> lines, string name)
    {
        foreach (var (key, value) in lines)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }
}
