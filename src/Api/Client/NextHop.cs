namespace HttpActors;

/// <summary>What a request to where a redirection points has in place of what its options say.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The target, octet for octet: a request that is tried again must be the same one.</param>
/// <param name="Headers">The fields that may go there.</param>
internal sealed record NextHop(string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Headers);
