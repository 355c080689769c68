using System.Buffers;
using Akka.Event;
using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>What is told to whoever listens beyond ordinary requests, and what their listening changes.</summary>
internal sealed partial class ServerConnection
{
    bool ISessionEffects.Hears(RequestKind kind) => Server.Events is { } events && events.Hears(kind);

    bool ISessionEffects.TakesError(ProtocolError error, ReadOnlySequence<byte> packet, int parsed, bool mayAnswer) =>
        Server.Events is { HearsClientErrors: true }
        && TellClientError(
            new HttpParseException(error.Code, error.Message, error.StatusCode, parsed, packet.ToArray()), mayAnswer);

    bool ISessionEffects.TakesTimeout()
    {
        var exchange = Exchange;
        try
        {
            using (exchange is null ? EnterUserCode() : EnterUserCode(exchange))
            {
                // Node's order: request, response, server; each is told, whatever the others do.
                var told = exchange?.Party?.OnTimeout() ?? false;
                return (Server.Events?.OnTimeout(this) ?? false) || told;
            }
        }
        catch (Exception error)
        {
            OnUserCodeFailed(exchange, error);
            return false;
        }
    }

    void ISessionEffects.Drop(RequestHead head)
    {
        if (Server.Events is not { } events)
        {
            return;
        }

        var exchange = new ServerExchange(this, head);
        exchange.Detach();
        InUserCode(exchange, () => events.OnDropped(exchange));
    }

    bool ISessionEffects.Switches(RequestHead head)
    {
        var kind = head.IsConnect ? RequestKind.Connect : RequestKind.Upgrade;
        if (Server.Events is not { } events || !events.Hears(kind))
        {
            return false;
        }

        if (kind == RequestKind.Connect)
        {
            return true;
        }

        var exchange = new ServerExchange(this, head);
        Exchange = exchange;
        var upgrades = true;
        InUserCode(exchange, () => upgrades = events.Upgrades(exchange));
        return upgrades;
    }

    void ISessionEffects.Switch(RequestHead head, ReadOnlyMemory<byte> first)
    {
        var exchange = Exchange ?? new ServerExchange(this, head);
        Exchange = null;
        exchange.Detach();
        SwitchToRaw();
        var kind = head.IsConnect ? RequestKind.Connect : RequestKind.Upgrade;
        InUserCode(exchange, () => Server.Events!.OnTunnel(exchange, kind, first));
    }

    /// <summary>False when nobody listens. The connection is raw from here on, without anything to read.</summary>
    private bool TellClientError(Exception error, bool mayAnswer)
    {
        if (Server.Events is not { HearsClientErrors: true } events)
        {
            return false;
        }

        var raw = SwitchToRaw();
        raw.DiscardInput();
        if (!mayAnswer)
        {
            raw.RefuseOutput();
        }

        InUserCode(null, () => events.OnClientError(this, error));
        return true;
    }

    private void InUserCode(ServerExchange? exchange, Action call)
    {
        try
        {
            using (exchange is null ? EnterUserCode() : EnterUserCode(exchange))
            {
                call();
            }
        }
        catch (Exception error)
        {
            OnUserCodeFailed(exchange, error);
        }
    }
}
