namespace HttpActors.Protocol;

/// <summary>The four forms of a request target (RFC 9112 section 3.2). The characters were validated before.</summary>
internal static class TargetRules
{
    public static bool TryGetForm(KnownMethod method, ReadOnlySpan<byte> target, out TargetForm form)
    {
        if (method == KnownMethod.Connect)
        {
            // authority-form = uri-host ":" port, and only that (RFC 9112 section 3.2.3).
            form = TargetForm.Authority;
            return HostRules.IsAuthority(target, portRequired: true);
        }

        if (target[0] == '/')
        {
            form = TargetForm.Origin;
            return true;
        }

        if (target is [(byte)'*'])
        {
            form = TargetForm.Asterisk;
            return method == KnownMethod.Options;
        }

        form = TargetForm.Absolute;
        return IsAbsolute(target);
    }

    /// <summary>The authority of an absolute-form target.</summary>
    public static ReadOnlySpan<byte> AuthorityOf(ReadOnlySpan<byte> target)
    {
        var rest = target[(target.IndexOf("://"u8) + 3)..];
        var end = rest.IndexOfAny((byte)'/', (byte)'?');
        return end < 0 ? rest : rest[..end];
    }

    // scheme "://" authority: other absolute URIs (mailto:, urn:) name nothing an HTTP server could serve. User
    // information has no place in an http URI (RFC 9110 section 4.2.4) and fails as a host character.
    private static bool IsAbsolute(ReadOnlySpan<byte> target)
    {
        var colon = target.IndexOf((byte)':');
        return colon > 0
            && Grammar.IsScheme(target[..colon])
            && target[colon..].StartsWith("://"u8)
            && HostRules.IsAuthority(AuthorityOf(target), portRequired: false);
    }
}
