using System.Buffers;
using System.Text;

namespace HttpActors.Tests.Client;

/// <summary>The body of a response, taken in one of the ways there are, up to its end or what broke it.</summary>
internal sealed class TakenBody
{
    private readonly TaskCompletionSource<Exception?> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _text = new();

    private TakenBody(ClientRequest request) => Request = request;

    public ClientRequest Request { get; }

    /// <summary>What broke the body; null: it ended.</summary>
    public Task<Exception?> Failure => _failure.Task;

    /// <summary>What came, as Latin-1; read it when <see cref="Failure"/> is there.</summary>
    public string Text => _text.ToString();

    public bool HasEnded { get; private set; }

    public static TakenBody Of(ClientRequest request, string way)
    {
        var body = new TakenBody(request);
        if (way == "events")
        {
            request.ResponseReceived += body.Listen;
        }
        else
        {
            _ = body.TakeAsync(way);
        }

        return body;
    }

    private void Listen(IncomingMessage response)
    {
        response.Ended += () =>
        {
            HasEnded = true;
            _failure.TrySetResult(null);
        };
        response.Errored += error => _failure.TrySetResult(error);
        response.DataReceived += Add;
    }

    private async Task TakeAsync(string way)
    {
        try
        {
            var response = await Request.Response.InTime();
            switch (way)
            {
                case "late events":
                    Listen(response);
                    return;
                case "observable":
                    response.Data.Subscribe(new Observer(this));
                    return;
                default:
                    await PullAsync(response, way).InTime();
                    break;
            }

            HasEnded = true;
            _failure.TrySetResult(null);
        }
        catch (Exception error)
        {
            _failure.TrySetResult(error);
        }
    }

    private async Task PullAsync(IncomingMessage response, string way)
    {
        switch (way)
        {
            case "chunks":
                await foreach (var piece in response.ReadChunksAsync())
                {
                    Add(piece);
                }

                break;
            case "reader":
                await ReadBodyAsync(response);
                break;
            case "read":
                while (await response.ReadAsync() is { IsEmpty: false } piece)
                {
                    Add(piece);
                }

                break;
            case "stream":
                var buffer = new byte[3];
                var stream = response.AsStream();
                for (int count; (count = await stream.ReadAsync(buffer)) > 0;)
                {
                    Add(buffer.AsMemory(0, count));
                }

                break;
            default:
                await response.CopyToAsync(new Target(this));
                break;
        }
    }

    /// <summary>As one reads lines: what was not consumed is shown again, with more behind it.</summary>
    private async Task ReadBodyAsync(IncomingMessage response)
    {
        while (true)
        {
            var read = await response.Body.ReadAsync();
            if (!read.Buffer.IsEmpty)
            {
                Add(read.Buffer.First[..1]);
                response.Body.AdvanceTo(read.Buffer.GetPosition(1), read.Buffer.Length == 1 ? read.Buffer.End : read.Buffer.GetPosition(1));
            }
            else if (read.IsCompleted)
            {
                return;
            }
            else
            {
                response.Body.AdvanceTo(read.Buffer.End);
            }
        }
    }

    private void Add(ReadOnlyMemory<byte> piece) => _text.Append(Encoding.Latin1.GetString(piece.Span));

    private sealed class Observer(TakenBody body) : IObserver<ReadOnlyMemory<byte>>
    {
        public void OnNext(ReadOnlyMemory<byte> value) => body.Add(value);

        public void OnError(Exception error) => body._failure.TrySetResult(error);

        public void OnCompleted()
        {
            body.HasEnded = true;
            body._failure.TrySetResult(null);
        }
    }

    private sealed class Target(TakenBody body) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            body.Add(buffer);
            return default;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            body.Add(buffer.AsMemory(offset, count));
            return Task.CompletedTask;
        }
    }
}
