using System.IO.Enumeration;

namespace Akka.Actor;

/// <summary>The actors some steps away from an anchor, at the moment a message is told.</summary>
public class ActorSelection : ICanTell
{
    /// <summary>Creates a selection.</summary>
    /// <param name="anchor">Where to start.</param>
    /// <param name="path">The steps.</param>
    public ActorSelection(IActorRef anchor, SelectionPathElement[] path)
    {
        Anchor = anchor;
        Path = path;
    }

    /// <summary>Creates a selection.</summary>
    /// <param name="anchor">Where to start.</param>
    /// <param name="path">Names, <c>..</c>, patterns and a final <c>**</c>, joined with slashes.</param>
    /// <exception cref="IllegalActorNameException"><c>**</c> is not at the end.</exception>
    public ActorSelection(IActorRef anchor, string path)
        : this(anchor, path.Split('/'))
    {
    }

    /// <summary>Creates a selection.</summary>
    /// <param name="anchor">Where to start.</param>
    /// <param name="elements">Names, <c>..</c>, patterns and a final <c>**</c>; empty ones are skipped.</param>
    /// <exception cref="IllegalActorNameException"><c>**</c> is not at the end.</exception>
    public ActorSelection(IActorRef anchor, IEnumerable<string> elements)
    {
        Anchor = anchor;
        var steps = new List<SelectionPathElement>();
        foreach (var element in elements)
        {
            if (string.IsNullOrEmpty(element)) continue;
            if (steps.Count > 0 && steps[^1] is SelectChildRecursive)
                throw new IllegalActorNameException("Double wildcard can only appear at the last path entry");
            steps.Add(Step(element));
        }

        Path = [.. steps];
    }

    /// <summary>Where the selection starts.</summary>
    public IActorRef Anchor { get; }

    /// <summary>The steps.</summary>
    public SelectionPathElement[] Path { get; }

    /// <summary>The steps, joined with slashes.</summary>
    public string PathString => "/" + string.Join<SelectionPathElement>('/', Path);

    /// <summary>Sends a message to every actor selected.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender; null for the current actor, or none outside of one.</param>
    public void Tell(object message, IActorRef? sender = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        Deliver((IInternalActorRef)Anchor, new ActorSelectionMessage(message, Path), sender ?? ActorCell.Current?.Self);
    }

    /// <summary>The first actor that answers.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <returns>Its reference; fails with <see cref="ActorNotFoundException"/>.</returns>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    /// <summary>The first actor that answers.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <returns>Its reference; fails with <see cref="ActorNotFoundException"/>.</returns>
    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(null), timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException("subject was null");
        }
        catch (Exception e)
        {
            throw new ActorNotFoundException("Exception occurred while resolving ActorSelection", e);
        }
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj)
        || (obj is ActorSelection other && other.GetType() == GetType() && Equals(Anchor, other.Anchor) && PathString == other.PathString);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Anchor, PathString);

    /// <inheritdoc/>
    public override string ToString() => $"ActorSelection[Anchor({Anchor.Path.ToStringWithUid()}), Path({PathString})]";

    internal static ActorSelection To(ActorSystemImpl system, ActorPath path) =>
        path.Address == system.Address
            ? new ActorSelection(system.Root, path.Depth == 0 ? [] : path.Elements)
            : new ActorSelection(system.DeadLetterRef, path.Elements);

    internal static ActorSelection To(ActorSystemImpl system, IActorRef anchor, string path)
    {
        if (path.Contains("://", StringComparison.Ordinal))
            return ActorPath.TryParse(path, out var absolute) ? To(system, absolute!) : new ActorSelection(system.DeadLetterRef, path);
        return new ActorSelection(path.StartsWith('/') ? system.Root : anchor, path);
    }

    internal static void Deliver(IInternalActorRef anchor, ActorSelectionMessage message, IActorRef? sender)
    {
        var actor = anchor;
        for (var i = 0; i < message.Elements.Length; i++)
        {
            switch (message.Elements[i])
            {
                case SelectParent: actor = actor.Parent; break;
                case SelectChildName name: actor = Child(actor, name.Name); break;
                default:
                    Fan(anchor, actor, message, i, sender);
                    return;
            }

            if (actor is not Nobody) continue;
            Missed(anchor, message, sender);
            return;
        }

        actor.Tell(message.Message, sender);
    }

    private static IInternalActorRef Child(IInternalActorRef parent, string name)
    {
        var child = parent.GetSingleChild(name);
        if (child is not Nobody || parent is not LocalActorRef { Parent: RootGuardianSupervisor } root) return child;
        return name switch
        {
            "temp" => root.System.Temp,
            "deadLetters" => root.System.DeadLetterRef,
            _ => child,
        };
    }

    private static void Fan(IInternalActorRef anchor, IInternalActorRef parent, ActorSelectionMessage message, int at, IActorRef? sender)
    {
        var children = parent is LocalActorRef local ? local.Cell.SnapshotChildren() : [];
        if (message.Elements[at] is SelectChildPattern pattern)
        {
            children = Array.FindAll(children, child => FileSystemName.MatchesSimpleExpression(pattern.PatternStr, child.Path.Name, ignoreCase: false));
            if (children.Length == 0 && !message.WildCardFanOut) Missed(anchor, message, sender);
            var rest = new ActorSelectionMessage(message.Message, message.Elements[(at + 1)..], message.WildCardFanOut || children.Length > 1);
            foreach (var child in children) Deliver(child, rest, sender);
            return;
        }

        var deeper = new ActorSelectionMessage(message.Message, [SelectChildRecursive.Instance], wildCardFanOut: true);
        foreach (var child in children)
        {
            child.Tell(message.Message, sender);
            Deliver(child, deeper, sender);
        }
    }

    private static void Missed(IInternalActorRef anchor, ActorSelectionMessage message, IActorRef? sender)
    {
        if (message.WildCardFanOut || anchor.System is not { } system) return;
        var path = anchor.Path / Array.ConvertAll(message.Elements, element => element.ToString()!);
        new EmptyLocalActorRef(system, path).Tell(message, sender);
    }

    private static SelectionPathElement Step(string element) => element switch
    {
        "**" => SelectChildRecursive.Instance,
        ".." => SelectParent.Instance,
        _ when element.AsSpan().ContainsAny('*', '?') => new SelectChildPattern(element),
        _ => new SelectChildName(element),
    };
}
