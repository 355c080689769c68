using HttpActors.Supervisor.Tests.Harness;
using HttpActors.Supervisor.Tests.Metrics;

namespace HttpActors.Supervisor.Tests.Operating;

/// <summary>The admin listener.</summary>
public class AdminTests
{
    [UnixFact]
    public async Task Metrics_carry_the_names_and_units_of_the_conventions()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config(""" "a": { "type": "response", "body": "x" } """, """{ "service": "a" }"""));
        await gate.SettledAsync();
        await RawClient.GetAsync(server.Url, "/");
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(await gate.AdminAsync(), "/metrics")).WaitAsync(Wait.Limit);

        var families = PrometheusParser.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var duration = families["http_server_request_duration_seconds"];
        Assert.Equal("histogram", duration.Type);
        Assert.Contains(duration.Samples, sample => sample.Labels.GetValueOrDefault("http_request_method") == "GET"
            && sample.Labels.GetValueOrDefault("http_response_status_code") == "200" && sample.Labels.GetValueOrDefault("url_scheme") == "http");
        Assert.Equal("gauge", families["http_server_active_requests"].Type);
        Assert.Contains(families["httpactors_service_request_duration_seconds"].Samples, sample => sample.Labels["httpactors_service_name"] == "a");
        Assert.Equal(1, families["httpactors_service_up"].Samples.Single(sample => sample.Labels["httpactors_service_name"] == "a").Value);
        Assert.Equal(0, families["httpactors_access_log_dropped_total"].Samples.Single().Value);
        Assert.Contains(families.Keys, name => name.StartsWith("dotnet_", StringComparison.Ordinal));
        Assert.Equal("httpactors", families["target_info"].Samples.Single().Labels["service_name"]);
    }

    [UnixFact]
    public async Task Readiness_is_that_of_the_essential_services()
    {
        await using var gate = new Gate();
        await gate.StartAsync(Gate.Config(
            """ "a": { "type": "echo", "essential": true }, "b": { "type": "echo" } """, """{ "service": "a" }"""));
        await gate.SettledAsync();
        var admin = await gate.AdminAsync();

        Assert.Contains("200 OK", await RawClient.GetAsync(admin, "/livez"));
        Assert.EndsWith("ok\n", await RawClient.GetAsync(admin, "/readyz"), StringComparison.Ordinal);

        await gate.TellAsync("drain", "b");
        await gate.UntilAsync("\"state\": \"stopped\"");
        var withoutB = await RawClient.GetAsync(admin, "/readyz");
        await gate.TellAsync("drain", "a");
        await gate.UntilAsync("\"name\": \"a\",\n      \"type\": \"echo\",\n      \"state\": \"stopped\"");
        var withoutA = await RawClient.GetAsync(admin, "/readyz");

        Assert.StartsWith("HTTP/1.1 200 ", withoutB, StringComparison.Ordinal);
        Assert.EndsWith("ok\nb: stopped\n", withoutB, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 503 ", withoutA, StringComparison.Ordinal);
        Assert.EndsWith("not ready\na: stopped (essential)\nb: stopped\n", withoutA, StringComparison.Ordinal);
        Assert.Contains("200 OK", await RawClient.GetAsync(admin, "/livez"));
    }

    [UnixFact]
    public async Task Readiness_ends_before_the_process_does()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config(""" "a": { "type": "echo" } """, """{ "service": "a" }"""));
        await gate.SettledAsync();
        var admin = await gate.AdminAsync();
        using var client = await RawClient.ConnectAsync(server.Url);
        await client.SendAsync(Gate.UnfinishedPost);
        await gate.UntilAsync("\"inFlight\": 1");

        server.Signal(Posix.Terminate);
        await server.SaidAsync("stopping: ");

        Assert.EndsWith("stopping\n", await RawClient.GetAsync(admin, "/readyz"), StringComparison.Ordinal);
        await client.SendAsync("def");
        Assert.Equal(0, await server.ExitAsync());
    }

    [UnixFact]
    public async Task Only_reading_is_allowed()
    {
        await using var gate = new Gate();
        await gate.StartAsync(Gate.Config("", ""));
        var admin = await gate.AdminAsync();

        Assert.StartsWith("HTTP/1.1 405 ", await RawClient.ExchangeAsync(admin, "POST /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 404 ", await RawClient.GetAsync(admin, "/"), StringComparison.Ordinal);
    }
}
