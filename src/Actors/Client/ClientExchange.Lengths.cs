using System.Globalization;
using HttpActors.Protocol;

namespace HttpActors.Actors.Client;

/// <summary>Content that is not as long as declared: refused in the call that gives it, whichever thread that is on.</summary>
internal sealed partial class ClientExchange
{
    private const long NotDeclared = -1;
    private const long NotAsked = -2;
    private long _declared = NotAsked;
    private long _given;

    /// <summary>The user's Content-Length; its head does not change any more when content is given.</summary>
    private long Declared
    {
        get
        {
            if (_declared == NotAsked)
            {
                _declared = FindDeclared();
            }

            return _declared;
        }
    }

    /// <exception cref="LocalProtocolException">More than is declared, or less at the end; nothing of it counts then.</exception>
    private void CountContent(int length, bool ends)
    {
        if (Declared is not (>= 0 and var declared))
        {
            return;
        }

        var given = Interlocked.Add(ref _given, length);
        if (given > declared || (ends && given != declared))
        {
            Interlocked.Add(ref _given, -length);
            throw BodyRules.Mismatch(declared, given);
        }
    }

    private long FindDeclared()
    {
        foreach (ref readonly var line in Party.Fields)
        {
            if (line.Name.Equals("content-length", StringComparison.OrdinalIgnoreCase))
            {
                return long.TryParse(line.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : NotDeclared;
            }
        }

        return NotDeclared;
    }
}
