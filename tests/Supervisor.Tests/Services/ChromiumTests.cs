using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Services;

public class ChromiumTests
{
    /// <summary>Two by three pixels.</summary>
    private const string Image = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAIAAAA2iEnWAAAAEElEQVR42mNgZGIGIgYUCgABgwAlmUE5LAAAAABJRU5ErkJggg==";

    private const string Page = """
        <!DOCTYPE html>
        <html><head><meta charset="utf-8"><link rel="stylesheet" href="style/site.css"></head>
        <body><p id="p">é</p><img id="i" src="images/pixels.png"><script src="page.js"></script></body></html>
        """;

    private const string Script = """
        addEventListener('load', () => {
          const image = document.getElementById('i');
          const text = document.getElementById('p');
          text.textContent += ` image ${image.naturalWidth}x${image.naturalHeight} colour ${getComputedStyle(text).color}`;
        });
        """;

    [ProgramFact("chromium")]
    public async Task A_page_is_shown_with_its_image_and_its_stylesheet()
    {
        using var site = new TemporaryDirectory();
        using var profile = new TemporaryDirectory();
        site.Write("index.html", Page);
        site.Write("page.js", Script);
        site.Write("style/site.css", "p { color: rgb(1, 2, 3) }");
        site.Write("images/pixels.png", Convert.FromBase64String(Image));
        await using var server = await SupervisorProcess.ListenAsync("serve", site.Path, "--listen", "127.0.0.1:0");

        var result = await Programs.RunAsync(
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            $"--user-data-dir={profile.Path}", "--dump-dom", server.Url.ToString());

        Assert.Contains("é image 2x3 colour rgb(1, 2, 3)", result.Output);
    }
}
