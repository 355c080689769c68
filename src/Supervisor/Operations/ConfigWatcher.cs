namespace HttpActors.Supervisor.Operations;

/// <summary>
/// Hears of changes to one file. Editors write a new file and rename it, or write in several pieces, so the directory is
/// watched and a change counts once nothing has happened for a moment.
/// </summary>
internal sealed class ConfigWatcher : IDisposable
{
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(250);

    private readonly FileSystemWatcher _watcher;
    private readonly ITimer _timer;

    internal ConfigWatcher(string file, TimeProvider clock, Action changed)
    {
        _timer = clock.CreateTimer(_ => changed(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!, Path.GetFileName(file));
        _watcher.Changed += (_, _) => Touch();
        _watcher.Created += (_, _) => Touch();
        _watcher.Renamed += (_, _) => Touch();
        _watcher.EnableRaisingEvents = true;
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _timer.Dispose();
    }

    private void Touch() => _timer.Change(Calm, Timeout.InfiniteTimeSpan);
}
