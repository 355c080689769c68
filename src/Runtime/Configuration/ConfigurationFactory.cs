namespace Akka.Configuration;

/// <summary>Makes configurations.</summary>
public class ConfigurationFactory
{
    /// <summary>Without keys.</summary>
    public static Config Empty => Config.Empty;

    /// <summary>Reads a configuration: <c>key = value</c>, <c>key : value</c> and <c>key { … }</c>, with dotted keys, comments, quoted strings and lists.</summary>
    /// <param name="hocon">The text.</param>
    /// <exception cref="ConfigurationException">It is malformed; the message says where.</exception>
    public static Config ParseString(string hocon) => new(new HoconReader(hocon).Read());
}
