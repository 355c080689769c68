using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace HttpActors;

/// <content>What surrounds a server.</content>
public sealed partial class HttpServerOptions
{
    /// <summary>
    /// Where the server logs, in the category <c>HttpActors.HttpServer</c>, with event ids that never change. Null, the
    /// default: to the log of the actor system; warnings and errors of the shared one go to standard error. Nothing is
    /// logged for a request at Information: that is what the metrics and spans are for.
    /// </summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>
    /// Where the server's actors are made: an actor's context, or an actor system. The server lives and dies with it. A
    /// context may be used in its actor's own turn only, so <c>Listen</c> and <c>Accept</c> must be called there, in
    /// <c>PreStart</c> for instance. Null, the default: <see cref="ActorSystem"/>.
    /// </summary>
    public IActorRefFactory? Parent { get; init; }

    /// <summary>The system given by either option; null for the shared one, which nobody is ever given.</summary>
    /// <exception cref="ArgumentException">Two different ones, or a parent that is neither a system nor a context.</exception>
    internal ActorSystem? HostSystem
    {
        get
        {
            var system = Parent switch
            {
                null => ActorSystem,
                ActorSystem own => own,
                IActorContext context => context.System,
                _ => throw new ArgumentException("Parent must be an ActorSystem or an actor's context.", nameof(Parent)),
            };
            return ActorSystem is null || ReferenceEquals(ActorSystem, system)
                ? system
                : throw new ArgumentException("Parent belongs to another system than ActorSystem.", nameof(Parent));
        }
    }
}
