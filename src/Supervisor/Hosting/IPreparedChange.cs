namespace HttpActors.Supervisor.Hosting;

/// <summary>What a reload has made beside listeners and services, before it is decided whether it is used.</summary>
internal interface IPreparedChange
{
    /// <summary>It takes the place of what was there. Does not fail.</summary>
    void Commit();

    /// <summary>It is taken away again, and what was there stays.</summary>
    Task UndoAsync();
}
