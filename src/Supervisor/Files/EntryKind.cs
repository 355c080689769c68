namespace HttpActors.Supervisor.Files;

/// <summary>What stands at a path.</summary>
internal enum EntryKind
{
    /// <summary>Nothing, or nothing that may be read through us.</summary>
    Missing,

    /// <summary>It exists, and the operating system denies it to this user.</summary>
    Denied,

    File,
    Directory,
}
