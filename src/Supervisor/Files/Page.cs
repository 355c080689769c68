using System.Globalization;
using System.Net;
using System.Text;

namespace HttpActors.Supervisor.Files;

/// <summary>Small pages for everything that is not a file.</summary>
internal static class Page
{
    internal static ValueTask SendStatusAsync(ServerResponse response, int status, string text)
    {
        var phrase = Http.StatusCodes[status];
        var title = string.Create(CultureInfo.InvariantCulture, $"{status} {phrase}");
        return SendAsync(response, status, Render(title, $"<p>{WebUtility.HtmlEncode(text)}</p>\n"));
    }

    internal static ValueTask SendAsync(ServerResponse response, int status, string html)
    {
        var bytes = Encoding.UTF8.GetBytes(html);
        response.StatusCode = status;
        response.SetHeader("Content-Type", ContentTypes.Html);
        response.SetHeader("Content-Length", bytes.Length);
        response.SetHeader("X-Content-Type-Options", "nosniff");

        // What is missing or moved today may be there tomorrow; a browser keeps a 301 for good unless it is told not to.
        response.SetHeader("Cache-Control", "no-cache");
        return response.EndAsync(bytes);
    }

    /// <summary>A whole document. The title is escaped here, the content must be already.</summary>
    internal static string Render(string title, string content)
    {
        var text = WebUtility.HtmlEncode(title);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{text}</title>
            <style>body{"{"}font-family:sans-serif;margin:2em{"}"}td,th{"{"}padding:.1em 1.5em .1em 0;text-align:left{"}"}td:nth-child(2){"{"}text-align:right{"}"}</style>
            </head>
            <body>
            <h1>{text}</h1>
            {content}</body>
            </html>

            """.ReplaceLineEndings("\n");
    }
}
