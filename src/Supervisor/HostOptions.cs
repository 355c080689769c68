using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace HttpActors.Supervisor;

/// <summary>What every command that listens has in common.</summary>
internal sealed class HostOptions
{
    /// <summary>Long enough for most downloads to end, short enough for the patience of a person at a terminal.</summary>
    internal static readonly TimeSpan DefaultDrainTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestDrainTimeout = TimeSpan.FromDays(1);

    private readonly Option<ListenAddress> _listen = new("--listen", "-l")
    {
        Description = $"Where to listen; port 0 takes a free one, host * is every interface (default {ListenAddress.Default})",
        HelpName = "HOST:PORT",
        CustomParser = ParseListen,
    };

    private readonly Option<TimeSpan> _drainTimeout = new("--drain-timeout")
    {
        Description = $"How long running exchanges may take after SIGTERM or Ctrl+C (default {DefaultDrainTimeout.TotalSeconds:0})",
        HelpName = "SECONDS",
        CustomParser = ParseSeconds,
    };

    internal void AddTo(Command command)
    {
        command.Options.Add(_listen);
        command.Options.Add(_drainTimeout);
    }

    internal HostSettings Read(ParseResult result) => new(
        result.GetResult(_listen) is null ? ListenAddress.Default : result.GetValue(_listen),
        result.GetResult(_drainTimeout) is null ? DefaultDrainTimeout : result.GetValue(_drainTimeout));

    private static ListenAddress ParseListen(ArgumentResult result)
    {
        if (!ListenAddress.TryParse(result.Tokens[0].Value, out var address, out var problem))
            result.AddError($"--listen: {problem}");
        return address;
    }

    private static TimeSpan ParseSeconds(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= LongestDrainTimeout.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        result.AddError(
            $"--drain-timeout: '{text}' is not a number of seconds from 0 to {LongestDrainTimeout.TotalSeconds:0}; write for example 10 or 0.5");
        return default;
    }
}
