using System.Text;
using HttpActors.Actors.Server;
using HttpActors.Protocol;

namespace HttpActors.Actors.Tests.Scenarios;

/// <summary>The smallest response, in place of the facade's.</summary>
internal sealed class Answer : IExchangeParty
{
    private static readonly HeaderField[] NoFields = [];

    public int StatusCode => 200;

    public string? StatusMessage => null;

    public ReadOnlySpan<HeaderField> Fields => NoFields;

    public OmittedFields Omit => default;

    public ReadOnlySpan<HeaderField> Trailers => [];

    public bool FollowsEnd => false;

    /// <summary>How the exchange was over; null where both halves were complete.</summary>
    public TaskCompletionSource<Exception?> Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes the exchange and leaves the response open.</summary>
    public static Answer Take(ServerExchange exchange)
    {
        var answer = new Answer();
        exchange.Party = answer;
        return answer;
    }

    public static void With(ServerExchange exchange, string text)
    {
        Take(exchange);
        exchange.End(Encoding.UTF8.GetBytes(text), null);
    }

    public void OnRequestComplete(FieldSection trailers)
    {
    }

    public void OnDrained()
    {
    }

    public void OnDrainFailed(Exception error)
    {
    }

    public void OnFinished()
    {
    }

    public void OnClosed(Exception? error) => Closed.TrySetResult(error);
}
