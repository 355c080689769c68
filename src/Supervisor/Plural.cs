using System.Globalization;

namespace HttpActors.Supervisor;

/// <summary>Numbers with their nouns, for people.</summary>
internal static class Plural
{
    /// <summary><c>1 connection</c>, <c>2 connections</c>.</summary>
    internal static string Of(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
