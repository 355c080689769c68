using System.Diagnostics;
using HttpActors.Actors.Telemetry;
using HttpActors.Actors.Transport;
using HttpActors.Actors.Turns;

namespace HttpActors.Actors.Client;

/// <content>From connecting to being given back, again and again, to the end.</content>
internal sealed partial class ClientConnection
{
    private void OnConnected(ConnectionTransport transport)
    {
        Adopt(transport);
        _isConnected = true;
        if (_exchange is null)
        {
            _isFree = true;
        }
        else
        {
            Begin();
        }
    }

    private void OnConnectFailed(Exception error)
    {
        var exchange = _exchange;
        _exchange = null;
        SetReason(CloseReason.ConnectFailed);
        exchange?.Fail(ClientErrors.Connecting(exchange, error));
        End(CloseReason.ConnectFailed);
    }

    private void Begin()
    {
        Volatile.Write(ref _idleUntil, long.MaxValue);
        _isFree = false;
        Count("active");
        _session.Begin(_exchange!.Settings);
        _exchange.BeginInTurn(this);
    }

    private void Offer()
    {
        var settings = Agent.Settings;
        var tooOld = settings.ConnectionLifetime > TimeSpan.Zero && Agent.Time.GetElapsedTime(_createdAt) >= settings.ConnectionLifetime;
        var spent = settings.MaxRequestsPerSocket > 0 && _session.RequestCount >= settings.MaxRequestsPerSocket;
        if (tooOld || spent || !settings.KeepAlive)
        {
            End(CloseReason.Retired);
            return;
        }

        _isFree = false;
        Count("idle");
        _session.OnIdle();
        Volatile.Write(ref _idleUntil, Math.Min(After(_session.IdleTime, Agent.Time.GetTimestamp()), After(settings.ConnectionLifetime, _createdAt)));
        if (!Origin.Offer(this))
        {
            End(CloseReason.Retired);
        }
    }

    private long After(TimeSpan time, long start) =>
        time > TimeSpan.Zero ? start + (long)(time.TotalSeconds * Agent.Time.TimestampFrequency) : long.MaxValue;

    /// <summary>A connection that was given a request meanwhile goes on with it.</summary>
    private void CloseIdle()
    {
        if (_isConnected && _session.State == ClientState.Idle)
        {
            End(CloseReason.Retired);
        }
    }

    private sealed class ConnectedWork(ClientConnection connection, Task<ConnectionTransport> task) : TurnWork
    {
        public override void Run()
        {
            if (connection.IsOver)
            {
                if (task.IsCompletedSuccessfully)
                {
                    task.GetAwaiter().GetResult().Abort();
                }

                _ = task.Exception;
                return;
            }

            if (task.IsCompletedSuccessfully)
            {
                connection.OnConnected(task.GetAwaiter().GetResult());
            }
            else
            {
                connection.OnConnectFailed(task.Exception?.InnerException ?? new OperationCanceledException());
            }
        }
    }

    /// <summary>Moves this connection among those that are open; null: it is gone.</summary>
    private void Count(string? state)
    {
        if (_counted == state || (_counted is null && !HttpInstruments.ClientOpenConnections.Enabled))
        {
            return;
        }

        if (_counted is not null)
        {
            HttpInstruments.ClientOpenConnections.Add(-1, TagsOf(_counted));
        }

        _counted = state;
        if (state is not null)
        {
            HttpInstruments.ClientOpenConnections.Add(1, TagsOf(state));
        }
    }

    private TagList TagsOf(string? state)
    {
        var tags = new TagList { { HttpAttributes.ServerAddress, Origin.Key.Host }, { HttpAttributes.ServerPort, Origin.Key.Port } };
        if (state is not null)
        {
            tags.Add("http.connection.state", state);
        }

        return tags;
    }
}
