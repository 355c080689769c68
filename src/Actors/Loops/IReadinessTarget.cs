namespace HttpActors.Actors.Loops;

/// <summary>Whoever has a descriptor in an event loop.</summary>
internal interface IReadinessTarget
{
    /// <summary>The descriptor can be read, written, or is broken. On the loop's thread; must not run user code.</summary>
    void OnReady(uint events);
}
