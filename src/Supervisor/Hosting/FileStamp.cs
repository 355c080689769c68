using System.Globalization;
using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Hosting;

/// <summary>What tells a user's assembly from the one that was built before it; empty where a service has none.</summary>
internal static class FileStamp
{
    internal static string Of(ServiceConfig config)
    {
        if (config.Type != "code")
            return "";
        var file = new FileInfo(config.FullPath("assembly"));
        return file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.LastWriteTimeUtc.Ticks}/{file.Length}") : "absent";
    }
}
