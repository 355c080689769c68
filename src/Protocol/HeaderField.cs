namespace HttpActors.Protocol;

/// <summary>One field line. Characters stand for the octets of the same value (Latin-1, RFC 9110 section 5.5).</summary>
/// <param name="Name">The field name in its wire case.</param>
/// <param name="Value">The field value without surrounding whitespace.</param>
public readonly record struct HeaderField(string Name, string Value);
