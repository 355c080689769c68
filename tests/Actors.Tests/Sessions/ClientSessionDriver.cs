using System.Buffers;
using System.Text;
using HttpActors.Actors.Client;
using HttpActors.Protocol;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>A client's session with its recorded world, fed as a connection feeds it: what was not consumed comes again.</summary>
internal sealed class ClientSessionDriver
{
    private byte[] _held = [];

    public ClientSessionDriver(ClientSettings? settings = null)
    {
        Session = new ClientSession(settings ?? ClientSettings.Default, World);
        World.Ended = Session.OnClosed;
    }

    public ClientSession Session { get; }

    public RecordingClientEffects World { get; } = new();

    public ClientState State => Session.State;

    public IEnumerable<string> Log => World.Log;

    /// <summary>Octets that the session left for later.</summary>
    public string Held => Encoding.Latin1.GetString(_held);

    /// <summary>A session in which a request without a body is on its way.</summary>
    public static ClientSessionDriver Asking(string method = "GET", ClientSettings? settings = null, params HeaderField[] fields)
    {
        var driver = new ClientSessionDriver(settings);
        driver.Ask(method, fields);
        return driver;
    }

    public void Ask(string method = "GET", params HeaderField[] fields)
    {
        Begin(method, 0, fields);
        End();
    }

    /// <summary>A request whose body is still to come.</summary>
    public void Begin(string method = "POST", long? length = null, params HeaderField[] fields)
    {
        Session.Begin(RequestSettings.Default);
        Session.SendHead(new RequestHeadSpec { Method = method, Target = method == "CONNECT" ? "h:1" : "/", Host = "h", BodyLength = length, Fields = fields });
    }

    public void End()
    {
        Session.SendEnd([]);
        Session.OnRequestEnded();
    }

    public InputProgress Feed(string octets)
    {
        _held = [.. _held, .. Encoding.Latin1.GetBytes(octets)];
        return Pump();
    }

    public InputProgress Pump()
    {
        var input = new ReadOnlySequence<byte>(_held);
        var progress = Session.OnInput(ref input);
        _held = input.ToArray();
        return progress;
    }

    public void Tick(TimeSpan later)
    {
        World.Now += (long)later.TotalMilliseconds;
        Session.OnTick();
    }
}
