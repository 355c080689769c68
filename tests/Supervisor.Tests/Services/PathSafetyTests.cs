using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Services;

/// <summary>Every known way out of a served directory, as bytes on a socket that no client library has tidied up.</summary>
public class PathSafetyTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Theory]
    [InlineData("/../secret.txt")]
    [InlineData("/plain/../../secret.txt")]
    [InlineData("/..")]
    [InlineData("/../")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/%2E%2E%2Fsecret.txt")]
    [InlineData("/..%2fsecret.txt")]
    [InlineData("/plain%2f..%2f..%2fsecret.txt")]
    [InlineData("/%252e%252e/secret.txt")]
    [InlineData("/..%5csecret.txt")]
    [InlineData("/..\\secret.txt")]
    [InlineData("/%c0%ae%c0%ae/secret.txt")]
    [InlineData("/%c0%ae%c0%ae%c0%afsecret.txt")]
    [InlineData("/%u002e%u002e/secret.txt")]
    [InlineData("//etc/passwd")]
    [InlineData("/%2fetc/passwd")]
    [InlineData("///etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("/.../.../secret.txt")]
    [InlineData("/a.txt%00.html")]
    [InlineData("/%00")]
    [InlineData("/../secret.txt%00")]
    [InlineData("/a.txt/")]
    [InlineData("/a.txt/..")]
    [InlineData("/a.txt/../../secret.txt")]
    [InlineData("/.hidden")]
    [InlineData("/%2ehidden")]
    [InlineData("/site-neighbour/secret.txt")]
    [InlineData("/../site-neighbour/secret.txt")]
    [InlineData("/outside")]
    [InlineData("/outside-absolute")]
    [InlineData("/up/secret.txt")]
    [InlineData("/up/")]
    [InlineData("/up")]
    [InlineData("/neighbour/secret.txt")]
    [InlineData("/fifo")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://host/../secret.txt")]
    [InlineData("http://host//etc/passwd")]
    [InlineData("../secret.txt")]
    [InlineData("*")]
    public async Task Nothing_outside_the_root_can_be_read(string target)
    {
        var response = await RawClient.GetAsync(site.Url, target);

        Assert.Matches("^HTTP/1.1 (400|404) ", response);
        Assert.DoesNotContain(SiteFixture.Secret, response);
        Assert.DoesNotContain("root:", response);
    }

    [Theory]
    [InlineData("//evil.example/%2e%2e")]
    [InlineData("//plain")]
    [InlineData("/\\evil.example/plain")]
    [InlineData("/%5cevil.example/plain")]
    [InlineData("/%2fplain")]
    [InlineData("//evil.example/..%2fplain")]
    public async Task No_redirect_leads_to_another_host(string target)
    {
        var response = await RawClient.GetAsync(site.Url, target);

        Assert.DoesNotContain("Location:", response, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_redirect_of_an_absolute_target_is_relative()
    {
        var response = await RawClient.GetAsync(site.Url, "http://evil.example/plain");

        Assert.Contains("Location: /plain/\r\n", response, StringComparison.OrdinalIgnoreCase);
    }

    [UnixFact]
    public async Task A_link_that_stays_inside_is_served() =>
        Assert.EndsWith("\r\n\r\nb", await RawClient.GetAsync(site.Url, "/inside"), StringComparison.Ordinal);

    [Fact]
    public async Task Thousands_of_invented_directories_are_not_found() => Assert.StartsWith(
        "HTTP/1.1 404 ", await RawClient.GetAsync(site.Url, string.Concat(Enumerable.Repeat("/a", 2000))), StringComparison.Ordinal);

    [Fact]
    public async Task A_name_too_long_for_the_file_system_is_not_found() =>
        Assert.StartsWith("HTTP/1.1 404 ", await RawClient.GetAsync(site.Url, "/" + new string('x', 5000)), StringComparison.Ordinal);
}
