namespace HttpActors.Supervisor.Files;

/// <summary>Answers GET and HEAD with the files below one directory, and everything else with the reason why not.</summary>
internal sealed class StaticFileService(PathResolver files, StaticFileOptions options, TimeProvider clock)
{
    private const string IndexName = "index.html";

    internal async Task HandleAsync(IncomingMessage request, ServerResponse response)
    {
        if (request.Method is not ("GET" or "HEAD"))
        {
            response.SetHeader("Allow", "GET, HEAD");
            await Page.SendStatusAsync(response, 405, "This server only hands out files: use GET or HEAD.");
            return;
        }

        if (!TryStripPrefix(request.Url, out var target))
        {
            response.SetHeader("Location", options.Prefix + "/" + target);
            await Page.SendStatusAsync(response, 301, $"The address of this directory is {options.Prefix}/");
            return;
        }

        var path = RequestPath.Parse(target);
        await (path.Status switch
        {
            TargetStatus.Malformed => Page.SendStatusAsync(response, 400, "The address is not a well-formed path."),
            TargetStatus.Refused => SendMissingAsync(request, response),
            _ => SendEntryAsync(request, response, path),
        });
    }

    /// <summary>False where the prefix itself was asked for, without the slash that relative links need; the query is left.</summary>
    private bool TryStripPrefix(string url, out string target)
    {
        target = OriginForm.Of(url).ToString();
        if (options.Prefix.Length == 0 || !target.StartsWith(options.Prefix, StringComparison.Ordinal))
            return true;
        target = target[options.Prefix.Length..];
        return target.StartsWith('/');
    }

    private ValueTask SendEntryAsync(IncomingMessage request, ServerResponse response, RequestPath path)
    {
        if (options.Hides(path.Segments))
            return SendMissingAsync(request, response);

        var (kind, full) = files.Find(path.Segments);
        return kind switch
        {
            EntryKind.Denied => SendDeniedAsync(response),
            EntryKind.Directory when path.IsDirectory => SendDirectoryAsync(request, response, path, full),
            EntryKind.Directory => RedirectAsync(response, path),
            EntryKind.File when !path.IsDirectory => SendFileAsync(request, response, full),
            _ => SendMissingAsync(request, response),
        };
    }

    private ValueTask SendDirectoryAsync(IncomingMessage request, ServerResponse response, RequestPath path, string full)
    {
        var (kind, index) = files.Find([.. path.Segments, IndexName]);
        if (kind is EntryKind.File)
            return SendFileAsync(request, response, index);
        if (DirectoryListing.Read(full, options.DotFiles) is not { } entries)
            return SendDeniedAsync(response);
        return Page.SendAsync(response, 200, DirectoryListing.Render(path.Segments, entries));
    }

    private ValueTask SendFileAsync(IncomingMessage request, ServerResponse response, string full)
    {
        var (kind, handle) = files.Open(full);
        if (handle is not null)
            return new FileResponse(request, response, clock).SendAsync(handle, ContentTypes.Of(full));
        return kind is EntryKind.Denied ? SendDeniedAsync(response) : SendNotFoundAsync(response);
    }

    private ValueTask SendMissingAsync(IncomingMessage request, ServerResponse response)
    {
        if (!options.SinglePage)
            return SendNotFoundAsync(response);

        // A script or an image that is missing must stay missing: only a navigation asks for HTML.
        response.SetHeader("Vary", "Accept");
        if (request.Headers.Get("Accept")?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true)
        {
            var (kind, index) = files.Find([IndexName]);
            if (kind is EntryKind.File)
                return SendFileAsync(request, response, index);
        }

        return SendNotFoundAsync(response);
    }

    private static ValueTask SendNotFoundAsync(ServerResponse response) =>
        Page.SendStatusAsync(response, 404, "There is nothing at this address.");

    private static ValueTask SendDeniedAsync(ServerResponse response) =>
        Page.SendStatusAsync(response, 403, "The server is not permitted to read this.");

    /// <summary>
    /// Relative links of a page resolve against the last slash, so a directory needs one. The location is built anew from
    /// names that cannot be empty: it starts with exactly one slash and can never be read as <c>//another.host</c>.
    /// </summary>
    private ValueTask RedirectAsync(ServerResponse response, RequestPath path)
    {
        var location = options.Prefix + string.Concat(path.Segments.Select(s => "/" + Uri.EscapeDataString(s))) + "/" + path.Query;
        response.SetHeader("Location", location);
        return Page.SendStatusAsync(response, 301, $"The address of this directory is {location}");
    }
}
