using System.Buffers;
using System.Text;
using HttpActors.Actors.Server;
using HttpActors.Protocol;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>A session with its recorded world, fed as a connection feeds it: what was not consumed comes again.</summary>
internal sealed class SessionDriver
{
    private byte[] _held = [];

    public SessionDriver(ServerSettings? settings = null)
    {
        Session = new ServerSession(settings ?? ServerSettings.Default, World);
        World.Aborted = Session.OnClosed;
    }

    public ServerSession Session { get; }

    public RecordingEffects World { get; } = new();

    public SessionState State => Session.State;

    /// <summary>Octets that the session left for later.</summary>
    public string Held => Encoding.Latin1.GetString(_held);

    public IEnumerable<string> Log => World.Log;

    /// <summary>Ends every response at once, inside the handler.</summary>
    public SessionDriver AnsweringAtOnce(string body = "ok")
    {
        World.Handler = _ => Respond(body);
        return this;
    }

    public InputProgress Feed(string octets)
    {
        _held = [.. _held, .. Encoding.Latin1.GetBytes(octets)];
        return Pump();
    }

    /// <summary>A new turn, with what was left.</summary>
    public InputProgress NextTurn()
    {
        Session.BeginTurn();
        return Pump();
    }

    public InputProgress Pump()
    {
        var input = new ReadOnlySequence<byte>(_held);
        var progress = Session.OnInput(ref input);
        _held = input.ToArray();
        return progress;
    }

    public void SendHead(int status = 200, long? length = null, params HeaderField[] fields) =>
        Session.SendHead(new ResponseHeadSpec
        {
            StatusCode = status,
            Fields = fields,
            BodyLength = length,
            Date = World.Date,
        });

    public void SendEnd()
    {
        Session.SendEnd([]);
        Session.OnResponseEnded();
    }

    public void Respond(string body = "ok", int status = 200)
    {
        SendHead(status, body.Length);
        Session.SendData(Encoding.Latin1.GetBytes(body));
        SendEnd();
    }

    public void Tick(TimeSpan later)
    {
        World.Now += (long)later.TotalMilliseconds;
        Session.OnTick();
    }
}
