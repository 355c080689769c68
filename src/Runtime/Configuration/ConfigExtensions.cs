using System.Diagnostics.CodeAnalysis;

namespace Akka.Configuration;

/// <summary>Questions about configurations that may be null.</summary>
public static class ConfigExtensions
{
    /// <summary>Whether there is nothing in it.</summary>
    /// <param name="config">The configuration; may be null.</param>
    public static bool IsNullOrEmpty([NotNullWhen(false)] this Config? config) => config is null || config.IsEmpty;

    /// <summary>Joins two configurations either of which may be null or empty.</summary>
    /// <param name="config">Wins.</param>
    /// <param name="fallback">Used where the other has no value.</param>
    public static Config SafeWithFallback(this Config? config, Config? fallback)
    {
        if (config.IsNullOrEmpty()) return fallback ?? Config.Empty;
        return fallback.IsNullOrEmpty() ? config : config.WithFallback(fallback);
    }
}
