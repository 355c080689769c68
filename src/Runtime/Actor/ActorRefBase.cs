namespace Akka.Actor;

/// <summary>Identity of references: two are equal when path and unique id are.</summary>
public abstract class ActorRefBase : IActorRef
{
    /// <summary>Creates the base of a reference.</summary>
    protected ActorRefBase()
    {
    }

    /// <inheritdoc/>
    public abstract ActorPath Path { get; }

    /// <inheritdoc/>
    public void Tell(object message, IActorRef? sender) => TellInternal(message, sender);

    /// <summary>Delivers a message in the way of this kind of reference.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sender">The sender, or null for none.</param>
    protected abstract void TellInternal(object message, IActorRef? sender);

    /// <inheritdoc/>
    public override string ToString() =>
        Path.Uid == ActorCell.UndefinedUid ? $"[{Path}]" : $"[{Path}#{Path.Uid}]";

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj) || (obj is IActorRef other && Equals(other));

    /// <inheritdoc/>
    public bool Equals(IActorRef? other)
    {
        if (ReferenceEquals(this, other)) return true;
        return other is not null && Path.Uid == other.Path.Uid && Path.Equals(other.Path);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => Path.Uid == ActorCell.UndefinedUid ? Path.GetHashCode() : Path.Uid.GetHashCode();

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="obj"/> is not a reference.</exception>
    public int CompareTo(object? obj)
    {
        if (obj is null) return 1;
        if (obj is not IActorRef other) throw new ArgumentException($"Object must be of type IActorRef, found {obj.GetType()} instead.", nameof(obj));
        return CompareTo(other);
    }

    /// <inheritdoc/>
    public int CompareTo(IActorRef? other)
    {
        if (other is null) return 1;
        var byPath = Path.CompareTo(other.Path);
        return byPath != 0 ? byPath : Path.Uid.CompareTo(other.Path.Uid);
    }
}
