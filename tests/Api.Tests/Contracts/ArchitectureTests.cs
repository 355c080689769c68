using System.Reflection;

namespace HttpActors.Tests.Contracts;

/// <summary>Dependencies point one way.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly Protocol = typeof(Protocol.Http1Connection).Assembly;
    private static readonly Assembly Actors = typeof(HttpException).Assembly;
    private static readonly Assembly Api = typeof(HttpServer).Assembly;
    private static readonly Assembly Runtime = typeof(Akka.Actor.ActorSystem).Assembly;

    [Fact]
    public void The_protocol_references_the_base_library_only() =>
        Assert.All(ReferencesOf(Protocol), name => Assert.StartsWith("System", name, StringComparison.Ordinal));

    [Fact]
    public void The_actors_reference_the_protocol_and_not_the_api() => AssertReferences(
        Actors, allowed: ["HttpActors.Protocol", Runtime.GetName().Name!, "System.Reactive"]);

    [Fact]
    public void The_api_references_the_actors_the_protocol_and_the_runtime() => AssertReferences(
        Api, allowed: ["HttpActors.Actors", "HttpActors.Protocol", Runtime.GetName().Name!, "System.Reactive", "Microsoft.Extensions.Logging.Abstractions"]);

    [Fact]
    public void The_runtime_knows_nothing_of_HTTP()
    {
        Assert.DoesNotContain(ReferencesOf(Runtime), name => name.StartsWith("HttpActors", StringComparison.Ordinal));
        if (Runtime.GetName().Name == "HttpActors.Runtime")
        {
            Assert.All(ReferencesOf(Runtime), name => Assert.StartsWith("System", name, StringComparison.Ordinal));
            Assert.All(
                Runtime.GetExportedTypes(),
                type => Assert.StartsWith("Akka", type.Namespace ?? "", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Actor_types_stand_in_the_api_only_where_a_user_hands_one_in()
    {
        string[] allowed = ["ActorSystem", "IActorRef", "IActorRefFactory", "Props"];
        var found = PublicApi.SignatureTypesOf(Api)
            .Where(use => use.Type.Namespace?.StartsWith("Akka", StringComparison.Ordinal) == true)
            .Where(use => !allowed.Contains(use.Type.Name))
            .Select(use => $"{use.Member}: {use.Type}");
        Assert.Empty(found);
    }

    private static void AssertReferences(Assembly assembly, string[] allowed) => Assert.All(
        ReferencesOf(assembly),
        name => Assert.True(
            allowed.Contains(name) || (name.StartsWith("System", StringComparison.Ordinal) && name != "System.Reactive"),
            $"{assembly.GetName().Name} must not reference {name}."));

    private static IEnumerable<string> ReferencesOf(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!);
}
