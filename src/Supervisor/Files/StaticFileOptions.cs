namespace HttpActors.Supervisor.Files;

/// <param name="SinglePage">Pages that do not exist are answered with the root's index.html.</param>
/// <param name="DotFiles">Names that begin with a dot are served and listed.</param>
/// <param name="Prefix">The part of the path that does not belong to the file's name: empty, or a slash and names.</param>
internal sealed record StaticFileOptions(bool SinglePage = false, bool DotFiles = false, string Prefix = "")
{
    /// <summary>
    /// Names that begin with a dot are where tools keep what is not meant for others (<c>.git</c>, <c>.env</c>), so they do
    /// not exist unless asked for; <c>.well-known</c> is meant for others (RFC 8615).
    /// </summary>
    internal bool Hides(IEnumerable<string> names)
    {
        if (DotFiles)
            return false;
        var isFirst = true;
        foreach (var name in names)
        {
            if (name.StartsWith('.') && !(isFirst && name == ".well-known"))
                return true;
            isFirst = false;
        }

        return false;
    }
}
