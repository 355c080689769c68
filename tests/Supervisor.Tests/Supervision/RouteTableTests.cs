using HttpActors.Supervisor.Config;
using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.Tests.Supervision;

/// <summary>Which service a target goes to.</summary>
public sealed class RouteTableTests
{
    [Theory]
    [InlineData("/code", "code")]
    [InlineData("/code/x?y=/", "code")]
    [InlineData("/codes", "site")]
    [InlineData("http://h/code", "code")]
    [InlineData("http://h", "site")]
    [InlineData("/x://y/code", "site")]
    [InlineData("/fetch/http://example.com/code/a.txt", "site")]
    [InlineData("/code/http://example.com/", "code")]
    public void The_path_of_the_target_decides(string target, string service)
    {
        var slots = new[] { "site", "code" }.ToDictionary(name => name, name => new ServiceSlot(name, TimeProvider.System));
        var table = new RouteTable([new RouteConfig("*", "/", "site"), new RouteConfig("*", "/code", "code")], slots);
        Assert.Equal(service, table.Find("h", target)?.Name);
    }
}
