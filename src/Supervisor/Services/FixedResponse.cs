namespace HttpActors.Supervisor.Services;

/// <summary>Always the same answer.</summary>
internal sealed class FixedResponse(int status, IReadOnlyDictionary<string, string> headers, byte[] body)
{
    internal Task HandleAsync(IncomingMessage request, ServerResponse response)
    {
        response.StatusCode = status;
        if (!headers.Keys.Any(name => name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) && body.Length > 0)
            response.SetHeader("Content-Type", "text/plain; charset=utf-8");
        foreach (var (name, value) in headers)
            response.SetHeader(name, value);
        return body.Length == 0 ? response.EndAsync().AsTask() : response.EndAsync(body).AsTask();
    }
}
