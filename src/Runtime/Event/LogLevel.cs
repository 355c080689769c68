namespace Akka.Event;

/// <summary>How much a log event matters.</summary>
public enum LogLevel
{
    /// <summary>For finding faults.</summary>
    DebugLevel,

    /// <summary>Worth knowing.</summary>
    InfoLevel,

    /// <summary>Might be wrong.</summary>
    WarningLevel,

    /// <summary>Is wrong.</summary>
    ErrorLevel,
}
