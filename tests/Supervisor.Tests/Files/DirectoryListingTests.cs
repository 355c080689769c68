using HttpActors.Supervisor.Files;
using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Files;

public class DirectoryListingTests
{
    [Fact]
    public void Directories_come_first_and_names_are_sorted_without_regard_to_case()
    {
        var html = DirectoryListing.Render(["x"], [Entry("b"), Entry("C"), Entry("a"), Entry("z", isDirectory: true), Entry("B")]);

        var hrefs = html.Split("href=\"").Skip(1).Select(part => part[..part.IndexOf('"')]);
        Assert.Equal(["../", "z/", "a", "B", "b", "C"], hrefs);
    }

    [Fact]
    public void The_root_has_no_parent() => Assert.DoesNotContain("../", DirectoryListing.Render([], [Entry("a")]));

    [Theory]
    [InlineData("<script>", "%3Cscript%3E", "&lt;script&gt;")]
    [InlineData("a\"b", "a%22b", "a&quot;b")]
    [InlineData("a&b", "a%26b", "a&amp;b")]
    [InlineData("javascript:alert(1)", "javascript%3Aalert%281%29", "javascript:alert(1)")]
    [InlineData("a?b#c%20", "a%3Fb%23c%2520", "a?b#c%20")]
    [InlineData("a b", "a%20b", "a b")]
    [InlineData("é", "%C3%A9", "&#233;")]
    public void Names_are_escaped_for_the_place_they_stand_in(string name, string href, string text)
    {
        var html = DirectoryListing.Render([], [Entry(name)]);

        Assert.Contains($"<a href=\"{href}\">{text}</a>", html);
    }

    [Fact]
    public void The_title_is_escaped()
    {
        var html = DirectoryListing.Render(["<b>"], []);

        Assert.Contains("<title>Index of /&lt;b&gt;/</title>", html);
        Assert.DoesNotContain("<b>", html);
    }

    [Fact]
    public void Everything_but_dot_files_is_listed()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.txt", "12345");
        directory.Write("sub/x", "");
        directory.Write(".hidden", "");

        var entries = DirectoryListing.Read(directory.Path, dotFiles: false)!;

        Assert.Equal(["a.txt", "sub"], entries.Select(e => e.Name).Order());
        Assert.Equal(5, entries.Single(e => e.Name == "a.txt").Length);
        Assert.True(entries.Single(e => e.Name == "sub").IsDirectory);
        Assert.Equal(3, DirectoryListing.Read(directory.Path, dotFiles: true)!.Count);
        Assert.Null(DirectoryListing.Read(Path.Combine(directory.Path, "none"), dotFiles: false));
    }

    [UnixFact]
    public void Links_and_special_files_are_listed_by_name_only()
    {
        using var outside = new TemporaryDirectory();
        using var directory = new TemporaryDirectory();
        directory.Link("link", outside.Write("secret", "123"));
        directory.Link("dangling", "nowhere");
        Posix.MakeFifo(Path.Combine(directory.Path, "fifo"));

        var entries = DirectoryListing.Read(directory.Path, dotFiles: false)!;

        Assert.Equal(["dangling", "fifo", "link"], entries.Select(e => e.Name).Order());
        Assert.Null(entries.Single(e => e.Name == "link").Length);
    }

    [Theory]
    [InlineData(".git/config", true)]
    [InlineData("a/.env", true)]
    [InlineData(".well-known/acme-challenge/x", false)]
    [InlineData("a/.well-known/x", true)]
    [InlineData(".well-known/.git", true)]
    [InlineData("a.b/c", false)]
    public void Dot_names_are_hidden_but_for_the_well_known_one(string path, bool hidden)
    {
        Assert.Equal(hidden, new StaticFileOptions().Hides(path.Split('/')));
        Assert.False(new StaticFileOptions(DotFiles: true).Hides(path.Split('/')));
    }

    [Theory]
    [InlineData("a.html", "text/html; charset=utf-8")]
    [InlineData("A.HTML", "text/html; charset=utf-8")]
    [InlineData("a.min.js", "text/javascript; charset=utf-8")]
    [InlineData("a.css", "text/css; charset=utf-8")]
    [InlineData("a.png", "image/png")]
    [InlineData("a.svg", "image/svg+xml")]
    [InlineData("a.wasm", "application/wasm")]
    [InlineData("a.json", "application/json")]
    [InlineData("a.txt", "text/plain; charset=utf-8")]
    [InlineData("a", "application/octet-stream")]
    [InlineData("a.", "application/octet-stream")]
    [InlineData("a.unheard-of", "application/octet-stream")]
    public void The_extension_decides_the_type(string name, string type) => Assert.Equal(type, ContentTypes.Of(name));

    private static ListedEntry Entry(string name, bool isDirectory = false) =>
        new(name, isDirectory, isDirectory ? null : 1, new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero));
}
