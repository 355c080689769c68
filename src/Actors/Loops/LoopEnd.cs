namespace HttpActors.Actors.Loops;

/// <summary>Why a thread does not run a loop any more.</summary>
internal enum LoopEnd
{
    /// <summary>It stopped, and its queues are empty.</summary>
    Stopped,

    /// <summary>It was taken away while the thread was in user code: nothing of it may be touched.</summary>
    Lost,

    /// <summary>It was asked to become the guest of another; the thread still has it.</summary>
    Left,
}
