using System.Reflection;
using Akka.Actor;
using Akka.TestKit;

namespace HttpActors.Runtime.Tests;

/// <summary>
/// Every line of the approved API must exist in the assemblies that serve the Akka API in this build. With
/// ActorRuntime=Akka these are Akka.NET's own: then this shows that the embedded runtime adds nothing to Akka's namespaces.
/// </summary>
public class AkkaApiTests
{
    [Theory]
    [InlineData("Runtime")]
    [InlineData("TestKit")]
    public void Every_approved_line_exists(string name)
    {
        Assembly[] assemblies = [typeof(ActorSystem).Assembly, typeof(TestKitBase).Assembly, typeof(Akka.TestKit.Xunit2.TestKit).Assembly];
        var types = assemblies.Distinct().SelectMany(assembly => assembly.GetExportedTypes()).ToDictionary(ApiPrinter.Name);
        var missing = new List<string>();
        HashSet<string>? members = null;
        var current = string.Empty;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Approval", name + ".txt")))
        {
            if (line.StartsWith("type ", StringComparison.Ordinal))
            {
                current = line["type ".Length..];
                members = types.TryGetValue(current, out var type) ? ApiPrinter.AllMembers(type) : null;
                if (members is null) missing.Add(line);
            }
            else if (members is not null && !members.Contains(line.Trim()))
            {
                missing.Add($"{current}: {line.Trim()}");
            }
        }

        Assert.True(missing.Count == 0, $"{missing.Count} missing:\n{string.Join('\n', missing)}");
    }
}
