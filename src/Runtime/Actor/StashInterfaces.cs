namespace Akka.Actor;

// They stand together: they are one property under the names Akka.NET has for it.

/// <summary>An actor with a stash.</summary>
public interface IActorStash
{
    /// <summary>The stash; set by the runtime after the constructor and before PreStart.</summary>
    IStash Stash { get; set; }
}

/// <summary>An actor with a stash.</summary>
public interface IWithUnrestrictedStash : IActorStash
{
}

/// <summary>An actor with a stash.</summary>
public interface IWithStash : IWithUnrestrictedStash
{
}

/// <summary>An actor with a stash without limit.</summary>
public interface IWithUnboundedStash : IWithUnrestrictedStash
{
}
