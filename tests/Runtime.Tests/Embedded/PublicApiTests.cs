using System.Reflection;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.TestKit;

namespace HttpActors.Runtime.Tests.Embedded;

/// <summary>
/// What is public stands in the text files under Approval. A change shows in review; set HTTPACTORS_APPROVE=1 and run
/// the test to write them anew.
/// </summary>
public class PublicApiTests
{
    [Theory]
    [InlineData("Runtime", typeof(ActorSystem))]
    [InlineData("TestKit", typeof(TestKitBase))]
    public void The_public_api_is_the_approved_one(string name, Type member)
    {
        var actual = Print(member.Assembly);
        var file = Path.Combine(Folder(), name + ".txt");
        if (Environment.GetEnvironmentVariable("HTTPACTORS_APPROVE") == "1") File.WriteAllText(file, actual);
        Assert.Equal(File.ReadAllText(file), actual);
    }

    [Theory]
    [InlineData(typeof(ActorSystem))]
    [InlineData(typeof(TestKitBase))]
    public void Everything_public_stands_in_a_namespace_of_Akkas(Type member) =>
        Assert.All(member.Assembly.GetExportedTypes(), type => Assert.True(type.Namespace == "Akka" || type.Namespace!.StartsWith("Akka.", StringComparison.Ordinal), type.FullName));

    private static string Print(Assembly assembly) => string.Concat(ApiPrinter.Print(assembly).Select(line => line + "\n"));

    private static string Folder([CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "..", "Approval");
}
