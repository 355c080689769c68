using Akka.Actor;

namespace HttpActors.Supervisor.Tests.UserCode;

/// <summary>A user's service: this very assembly is loaded once more, as one of a user's would be.</summary>
public sealed class GreetingService : IHttpService
{
    private string _greeting = "";

    public Task StartAsync(HttpServiceContext context, CancellationToken cancellationToken)
    {
        if (context.Settings.TryGetValue("fail", out var why))
            throw new InvalidOperationException(why);
        if (context.Settings.ContainsKey("hang"))
            return new TaskCompletionSource().Task;
        _greeting = context.Settings.GetValueOrDefault("greeting", "Hello");
        return Task.CompletedTask;
    }

    public Task HandleAsync(IncomingMessage request, ServerResponse response)
    {
        if (request.Url.EndsWith("/throw", StringComparison.Ordinal))
            throw new InvalidOperationException("thrown on request");
        response.End($"{_greeting} from {GetType().Assembly.GetName().Name}\n");
        return Task.CompletedTask;
    }
}

/// <summary>Answers with chunks.</summary>
public sealed class ChunkingService : IHttpService
{
    public Task HandleAsync(IncomingMessage request, ServerResponse response)
    {
        for (var i = 0; i < 4; i++)
            response.Write("four");
        response.End();
        return Task.CompletedTask;
    }
}

/// <summary>A user's actor, as a service.</summary>
public sealed class CountingActor : ReceiveActor
{
    private int _count;

    public CountingActor()
    {
        Receive<HttpActorRequest>(request =>
        {
            if (request.Url.EndsWith("/die", StringComparison.Ordinal))
                throw new InvalidOperationException("died on request");
            Sender.Tell(HttpActorResponse.Text($"{++_count}\n"));
        });
    }
}

/// <summary>Props of a user's choice.</summary>
public sealed class CountingService : IHttpActorService
{
    public Props CreateProps(HttpServiceContext context) => Props.Create<CountingActor>();
}

/// <summary>A user's actor with actors of its own below it, two deep.</summary>
public sealed class ParentActor : ReceiveActor
{
    public ParentActor()
    {
        Context.ActorOf(Props.Create(() => new ChildActor(true)), "store");
        Context.ActorOf(Props.Create(() => new ChildActor(false)), "mailer");
        Receive<HttpActorRequest>(_ => Sender.Tell(HttpActorResponse.Text("parent\n")));
    }

    public sealed class ChildActor : ReceiveActor
    {
        public ChildActor(bool hasChild)
        {
            if (hasChild)
                Context.ActorOf(Props.Create(() => new ChildActor(false)), "cache");
            Receive<string>(_ => { });
        }
    }
}

/// <summary>No service at all.</summary>
public sealed class Stranger;
