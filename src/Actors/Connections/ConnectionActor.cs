using Akka.Actor;

namespace HttpActors.Actors.Connections;

/// <summary>The mailbox of one connection; everything else is <see cref="Connection"/>.</summary>
/// <remarks>Never restarted: a connection whose actor failed is gone, and its parent stops it.</remarks>
internal sealed class ConnectionActor(Connection connection) : UntypedActor
{
    private bool _failed;

    public static Props Props(Connection connection) =>
        Akka.Actor.Props.CreateBy(new Producer(connection));

    protected override void PreStart()
    {
        try
        {
            connection.Start(Self);
        }
        catch (Exception)
        {
            // PostStop does not run for an actor that never started.
            Release(CloseReason.ActorFailed);
            throw;
        }

        StopWhenOver();
    }

    protected override void OnReceive(object message)
    {
        if (message is not ConnectionMessage known)
        {
            Unhandled(message);
            return;
        }

        try
        {
            connection.OnMessage(known);
        }
        catch (Exception)
        {
            _failed = true;
            throw;
        }

        StopWhenOver();
    }

    protected override void PostStop() =>
        Release(_failed ? CloseReason.ActorFailed : CloseReason.ServerStopped);

    private void Release(CloseReason reason)
    {
        try
        {
            connection.Release(reason);
        }
        finally
        {
            Context.Parent.Tell(new ConnectionReleased(connection));
        }
    }

    private void StopWhenOver()
    {
        if (connection.IsOver)
        {
            Context.Stop(Self);
        }
    }

    /// <summary>Makes the one instance without an expression tree per connection.</summary>
    private sealed class Producer(Connection connection) : IIndirectActorProducer
    {
        public Type ActorType => typeof(ConnectionActor);

        public ActorBase Produce() => new ConnectionActor(connection);

        public void Release(ActorBase actor)
        {
        }
    }
}
