namespace HttpActors.Supervisor.Hosting;

/// <summary>What a service threw, on its way up the tree; the innermost cause is what people need to read.</summary>
internal sealed class ServiceFailedException(Exception cause) : Exception(Explain(cause), cause)
{
    internal static string Explain(Exception error)
    {
        while (error is AggregateException or Akka.Actor.ActorInitializationException or System.Reflection.TargetInvocationException or ServiceFailedException
            && error.InnerException is { } inner)
        {
            error = inner;
        }

        return error is UsageException ? error.Message : $"{error.GetType().Name}: {error.Message}";
    }
}
