using HttpActors.Supervisor.Files;

namespace HttpActors.Supervisor.Tests.Files;

public class RequestPathTests
{
    [Theory]
    [InlineData("/", "", true, "")]
    [InlineData("/a.txt", "a.txt", false, "")]
    [InlineData("/a/b", "a|b", false, "")]
    [InlineData("/a/b/", "a|b", true, "")]
    [InlineData("/a?x=/../y", "a", false, "?x=/../y")]
    [InlineData("/?q", "", true, "?q")]
    [InlineData("/a%20b", "a b", false, "")]
    [InlineData("/%C3%A9", "é", false, "")]
    [InlineData("/\u00c3\u00a9", "é", false, "")]
    [InlineData("/%F0%9F%98%80", "😀", false, "")]
    [InlineData("/%252e%252e", "%2e%2e", false, "")]
    [InlineData("/...", "...", false, "")]
    [InlineData("/..a", "..a", false, "")]
    [InlineData("/a%3Fb", "a?b", false, "")]
    [InlineData("http://host/a", "a", false, "")]
    [InlineData("HTTP://host:80/a/?q", "a", true, "?q")]
    [InlineData("http://host", "", true, "")]
    [InlineData("http://host?q", "", true, "?q")]
    public void A_plain_target_becomes_its_decoded_names(string target, string names, bool isDirectory, string query)
    {
        var path = RequestPath.Parse(target);

        Assert.Equal(TargetStatus.Usable, path.Status);
        Assert.Equal(names, string.Join('|', path.Segments));
        Assert.Equal(isDirectory, path.IsDirectory);
        Assert.Equal(query, path.Query);
    }

    [Theory]
    [InlineData("/..")]
    [InlineData("/../etc/passwd")]
    [InlineData("/a/../b")]
    [InlineData("/a/..")]
    [InlineData("/%2e%2e/etc/passwd")]
    [InlineData("/.%2E/etc/passwd")]
    [InlineData("/./a")]
    [InlineData("/%2e/a")]
    [InlineData("//etc/passwd")]
    [InlineData("/a//b")]
    [InlineData("/a//")]
    [InlineData("//")]
    [InlineData("/%2fetc/passwd")]
    [InlineData("/a%2fb")]
    [InlineData("/a%2F..%2F..%2Fetc")]
    [InlineData("/..\\etc")]
    [InlineData("/..%5c..%5cetc")]
    [InlineData("/\\\\host\\share")]
    [InlineData("http://host//etc/passwd")]
    [InlineData("http://host/../etc/passwd")]
    public void What_could_leave_the_root_is_refused(string target)
    {
        var path = RequestPath.Parse(target);

        Assert.Equal(TargetStatus.Refused, path.Status);
        Assert.Empty(path.Segments);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("a")]
    [InlineData("host:80")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/%")]
    [InlineData("/%2")]
    [InlineData("/%zz")]
    [InlineData("/%+1")]
    [InlineData("/%00")]
    [InlineData("/a%00.txt")]
    [InlineData("/\u0000")]
    [InlineData("/%ff")]
    [InlineData("/%c0%ae%c0%ae/etc")]
    [InlineData("/%c0%af")]
    [InlineData("/%ed%a0%80")]
    [InlineData("/%e2%82")]
    [InlineData("/\u20ac")]
    [InlineData("/../%ff")]
    public void What_is_no_path_is_malformed(string target) =>
        Assert.Equal(TargetStatus.Malformed, RequestPath.Parse(target).Status);

    [Fact]
    public void Random_targets_never_yield_a_name_that_could_climb()
    {
        const string Alphabet = "./\\%20efFcC5\u0000?a:";
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var target = "/" + new string(Enumerable.Range(0, random.Next(12)).Select(_ => Alphabet[random.Next(Alphabet.Length)]).ToArray());

            Assert.DoesNotContain(RequestPath.Parse(target).Segments, name =>
                name is "" or "." or ".." || name.Contains('/') || name.Contains('\\') || name.Contains('\0'));
        }
    }

    [Theory]
    [InlineData("C:")]
    [InlineData("a.txt::$DATA")]
    [InlineData("NUL")]
    [InlineData("nul.txt")]
    [InlineData("com1")]
    [InlineData("LPT9.log")]
    [InlineData("a.")]
    [InlineData("a ")]
    [InlineData("a*")]
    [InlineData("a\u0001")]
    public void Windows_reads_some_names_as_something_else(string name) => Assert.False(WindowsNames.IsPlain(name));

    [Theory]
    [InlineData("a.txt")]
    [InlineData("null")]
    [InlineData("console.log")]
    [InlineData("com12")]
    [InlineData("auxiliary")]
    public void Windows_reads_plain_names_as_they_are(string name) => Assert.True(WindowsNames.IsPlain(name));
}
