namespace HttpActors.Protocol;

/// <summary>
/// The states of both sides of a connection, and the only place where they change.
/// </summary>
/// <remarks>
/// Two rules, taken from h11. Everything that affects transitions lives in this file. And this file does not know
/// which side we are: a client and a server that see the same events are in the same states.
///
/// Five machines are coupled: the client's side, the server's side, whether the connection persists, and whether an
/// Upgrade or a CONNECT is pending. An event moves its own side by the first table. Then the state-triggered rules
/// (the second table, and the three flags) run until nothing changes any more.
/// </remarks>
public struct ConnectionState : IEquatable<ConnectionState>
{
    private const byte X = 0xFF;

    private const byte SR = (byte)SideState.SendResponse;
    private const byte SB = (byte)SideState.SendBody;
    private const byte DO = (byte)SideState.Done;
    private const byte SW = (byte)SideState.SwitchedProtocol;
    private const byte CL = (byte)SideState.Closed;

    private Flags _flags;

    [Flags]
    private enum Flags : byte
    {
        None = 0,
        KeepAliveDisabled = 1,
        UpgradePending = 2,
        ConnectPending = 4,
    }

    /// <summary>What the client's side is doing.</summary>
    public SideState Client { get; private set; }

    /// <summary>What the server's side is doing.</summary>
    public SideState Server { get; private set; }

    /// <summary>Whether nothing so far forbids another cycle.</summary>
    public readonly bool KeepAlive => (_flags & Flags.KeepAliveDisabled) == 0;

    /// <summary>Whether the request asked for another protocol and no answer has decided yet.</summary>
    public readonly bool SwitchPending => (_flags & (Flags.UpgradePending | Flags.ConnectPending)) != 0;

    internal readonly bool UpgradePending => (_flags & Flags.UpgradePending) != 0;

    internal readonly bool ConnectPending => (_flags & Flags.ConnectPending) != 0;

    // Rows are SideState, columns ConnectionEvent: Request Informational Response Data EndOfMessage ConnectionClosed SwitchUpgrade SwitchConnect
    private static ReadOnlySpan<byte> ClientTable =>
    [
        SB, X, X, X, X, CL, X, X,       // Idle
        X, X, X, X, X, X, X, X,         // SendResponse: never the client
        X, X, X, SB, DO, X, X, X,       // SendBody
        X, X, X, X, X, CL, X, X,        // Done
        X, X, X, X, X, CL, X, X,        // MightSwitchProtocol
        X, X, X, X, X, X, X, X,         // SwitchedProtocol
        X, X, X, X, X, CL, X, X,        // MustClose
        X, X, X, X, X, CL, X, X,        // Closed
        X, X, X, X, X, X, X, X,         // Error
    ];

    // Request is the client's, and moves both sides. A response in Idle answers a request that could not be read (400, 408 and their like).
    private static ReadOnlySpan<byte> ServerTable =>
    [
        SR, X, SB, X, X, CL, X, X,      // Idle
        X, SR, SB, X, X, X, SW, SW,     // SendResponse
        X, X, X, SB, DO, X, X, X,       // SendBody
        X, X, X, X, X, CL, X, X,        // Done
        X, X, X, X, X, X, X, X,         // MightSwitchProtocol: never the server
        X, X, X, X, X, X, X, X,         // SwitchedProtocol
        X, X, X, X, X, CL, X, X,        // MustClose
        X, X, X, X, X, CL, X, X,        // Closed
        X, X, X, X, X, X, X, X,         // Error
    ];

    /// <summary>The state of one side.</summary>
    /// <param name="role">The side.</param>
    public readonly SideState Of(Role role) => role == Role.Client ? Client : Server;

    /// <inheritdoc/>
    public readonly bool Equals(ConnectionState other) =>
        Client == other.Client && Server == other.Server && _flags == other._flags;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ConnectionState other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(Client, Server, _flags);

    /// <summary>Compares both sides and the flags.</summary>
    public static bool operator ==(ConnectionState left, ConnectionState right) => left.Equals(right);

    /// <summary>Compares both sides and the flags.</summary>
    public static bool operator !=(ConnectionState left, ConnectionState right) => !left.Equals(right);

    /// <inheritdoc/>
    public override readonly string ToString() => $"client {Client}, server {Server}{(KeepAlive ? "" : ", no keep-alive")}";

    /// <summary>Whether <paramref name="role"/> may do <paramref name="what"/> now.</summary>
    internal readonly bool Allows(Role role, ConnectionEvent what)
    {
        var allowed = Next(role, what) != X;
        return what switch
        {
            ConnectionEvent.SwitchUpgrade => allowed && UpgradePending,
            ConnectionEvent.SwitchConnect => allowed && ConnectPending,
            ConnectionEvent.Request => allowed && role == Role.Client && Server == SideState.Idle,
            _ => allowed,
        };
    }

    internal void Apply(Role role, ConnectionEvent what)
    {
        if (!Allows(role, what))
        {
            throw Illegal(role, what.ToString());
        }

        var next = (SideState)Next(role, what);
        if (role == Role.Client)
        {
            Client = next;
            if (what == ConnectionEvent.Request)
            {
                Server = (SideState)Next(Role.Server, what);
            }
        }
        else
        {
            Server = next;
            if (what is ConnectionEvent.Response)
            {
                // A final answer other than the one hoped for declines the switch.
                _flags &= ~(Flags.UpgradePending | Flags.ConnectPending);
            }
        }

        if (what != ConnectionEvent.Data)
        {
            Settle();
        }
    }

    internal void ApplyError(Role role)
    {
        Set(role, SideState.Error);
        _flags |= Flags.KeepAliveDisabled;
        Settle();
    }

    internal void DisableKeepAlive()
    {
        _flags |= Flags.KeepAliveDisabled;
        Settle();
    }

    internal void ProposeUpgrade() => _flags |= Flags.UpgradePending;

    internal void ProposeConnect() => _flags |= Flags.ConnectPending;

    internal readonly bool CanStartNextCycle => Client == SideState.Done && Server == SideState.Done && KeepAlive;

    internal void StartNextCycle()
    {
        if (!CanStartNextCycle)
        {
            throw new LocalProtocolException(
                "ERR_HTTP_INVALID_STATE", $"StartNextCycle is not legal in state ({ToString()}); both sides must be Done.");
        }

        this = default;
    }

    internal readonly LocalProtocolException Illegal(Role role, string what) => new(
        "ERR_HTTP_INVALID_STATE", $"{what} by the {role.ToString().ToLowerInvariant()} is not legal in state {Of(role)} ({ToString()}).");

    private readonly byte Next(Role role, ConnectionEvent what) =>
        (role == Role.Client ? ClientTable : ServerTable)[((int)Of(role) * 8) + (int)what];

    private void Set(Role role, SideState state)
    {
        if (role == Role.Client)
        {
            Client = state;
        }
        else
        {
            Server = state;
        }
    }

    /// <summary>The state-triggered rules, to a fixed point.</summary>
    private void Settle()
    {
        // Every rule needs a flag, or a side beyond Done; the ordinary cycle has neither.
        if (_flags != Flags.None || Client > SideState.Done || Server > SideState.Done)
        {
            SettleByRules();
        }
    }

    private void SettleByRules()
    {
        (SideState Client, SideState Server) before;
        do
        {
            before = (Client, Server);
            SettleFlags();
            SettlePair();
        }
        while (before != (Client, Server));
    }

    private void SettleFlags()
    {
        if (SwitchPending)
        {
            if (Client == SideState.Done)
            {
                Client = SideState.MightSwitchProtocol;
            }
        }
        else if (Client == SideState.MightSwitchProtocol)
        {
            Client = SideState.Done;
        }

        if (!KeepAlive)
        {
            Client = Client == SideState.Done ? SideState.MustClose : Client;
            Server = Server == SideState.Done ? SideState.MustClose : Server;
        }
    }

    // The second table: (client, server) -> what changes.
    private void SettlePair()
    {
        switch (Client, Server)
        {
            case (SideState.MightSwitchProtocol, SideState.SwitchedProtocol):
                Client = SideState.SwitchedProtocol;
                break;
            case (SideState.Closed, SideState.Done):
            case (SideState.Closed, SideState.Idle):
            case (SideState.Error, SideState.Done):
                Server = SideState.MustClose;
                break;
            case (SideState.Done, SideState.Closed):
            case (SideState.Idle, SideState.Closed):
            case (SideState.Done, SideState.Error):
                Client = SideState.MustClose;
                break;
            default:
                break;
        }
    }
}
