namespace HttpActors;

/// <summary>What a request to where a redirection points has in place of what its options say.</summary>
/// <param name="Method">The method.</param>
/// <param name="Headers">The fields that may go there.</param>
internal sealed record NextHop(string Method, IReadOnlyList<KeyValuePair<string, string>> Headers);
