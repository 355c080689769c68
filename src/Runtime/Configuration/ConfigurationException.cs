using Akka.Actor;

namespace Akka.Configuration;

/// <summary>A configuration is malformed, has an unknown key, or names something that does not exist.</summary>
public class ConfigurationException : AkkaException
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong.</param>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="exception">Why.</param>
    public ConfigurationException(string message, Exception exception)
        : base(message, exception)
    {
    }
}
