using System.Collections.Concurrent;
using HttpActors.Actors.Telemetry;
using Microsoft.Extensions.Logging;

namespace HttpActors.Tests.Telemetry;

/// <summary>A server logs to an <see cref="ILogger"/> with ids that do not change (n13).</summary>
public sealed class LoggerTests : ServerTest
{
    private readonly RecordingLogger _log = new();

    private protected override HttpServerOptions Options => new() { LoggerFactory = _log };

    [Fact]
    public async Task N13_A_failed_handler_is_event_1_with_its_exception_and_values()
    {
        var server = await ServeAsync((_, _) => throw new InvalidOperationException("broken handler"));
        var client = await ConnectAsync(server);
        Assert.Equal(500, (await client.ExchangeAsync(Get)).Status);
        var entry = Assert.Single(_log.Entries);
        Assert.Equal(("HttpActors.HttpServer", LogLevel.Error, 1, "HandlerFailed"), (entry.Category, entry.Level, entry.Id.Id, entry.Id.Name));
        Assert.IsType<InvalidOperationException>(entry.Error);
        Assert.Equal(1L, entry.Values["ConnectionId"]);
        Assert.Equal(client.LocalEndPoint, entry.Values["RemoteEndPoint"]);
        Assert.Equal("A handler failed on connection {ConnectionId} ({RemoteEndPoint}).", entry.Values["{OriginalFormat}"]);
        Assert.StartsWith("A handler failed on connection 1 (127.0.0.1:", entry.Text);
    }

    [Fact]
    public async Task N13_What_clients_do_is_at_Debug_and_what_is_well_is_not_logged()
    {
        var server = await ServeAsync((_, answer) => answer.End());
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        await client.ExchangeAsync("GET / HTTP/1.1\r\n\r\n");
        var entry = Assert.Single(_log.Entries);
        Assert.Equal((LogLevel.Debug, "RequestRefused"), (entry.Level, entry.Id.Name));
    }

    [Fact]
    public void N13_Every_event_is_documented_under_its_id()
    {
        var documented = File.ReadAllText(Repository.PathOf("docs/telemetry.md"));
        var events = typeof(ServerEvent).GetProperties()
            .Where(property => property.PropertyType == typeof(ServerEvent))
            .Select(property => (ServerEvent)property.GetValue(null)!)
            .ToArray();
        Assert.Equal(events.Length, events.DistinctBy(entry => entry.Id).Count());
        Assert.All(events, entry => Assert.Contains(
            $"| {entry.Id} | `{entry.Name}` | {entry.Level.ToString().Replace("Level", "", StringComparison.Ordinal)} |", documented, StringComparison.Ordinal));
    }

    private sealed record Entry(
        string Category, LogLevel Level, EventId Id, Exception? Error, string Text, IReadOnlyDictionary<string, object?> Values);

    private sealed class RecordingLogger : ILoggerFactory
    {
        public ConcurrentQueue<Entry> Entries { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        private sealed class Category(RecordingLogger owner, string name) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                owner.Entries.Enqueue(new Entry(
                    name,
                    logLevel,
                    eventId,
                    exception,
                    formatter(state, exception),
                    new Dictionary<string, object?>((IEnumerable<KeyValuePair<string, object?>>)state!)));
        }
    }
}
