namespace HttpActors.Supervisor.Services;

/// <summary>Sends clients elsewhere.</summary>
internal sealed class RedirectService(string to, int status, bool keepPath)
{
    internal Task HandleAsync(IncomingMessage request, ServerResponse response)
    {
        // Only a path can be appended: an absolute target has a host of the client's choice in it.
        var suffix = keepPath && request.Url.StartsWith('/') ? request.Url : "";
        response.StatusCode = status;
        response.SetHeader("Location", (suffix.Length > 0 ? to.TrimEnd('/') : to) + suffix);
        response.SetHeader("Content-Length", "0");
        return response.EndAsync().AsTask();
    }
}
