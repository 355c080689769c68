using System.Runtime.InteropServices;

namespace HttpActors.Bench.Load.Servers;

/// <summary>
/// A program of ours, built for this run. It is no reference of the bench's project: where it does not compile, the
/// peers can still be measured, and either runtime can be measured by one build of the bench.
/// </summary>
internal sealed class OursBuild
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(5);

    private OursBuild(string? file, string? missing)
    {
        File = file ?? "";
        Missing = missing;
    }

    public string File { get; }

    /// <summary>Null, or why there is nothing to start.</summary>
    public string? Missing { get; }

    public static OursBuild At(string path) => new(path, null);

    /// <summary>Publishes the tool as it is installed, compiled ahead of time; where that cannot be had, its plain build is taken.</summary>
    public static OursBuild Published(string directory, string project, BenchOptions options, Progress progress, CancellationToken cancellation)
    {
        var runtime = OursPeer.RuntimeOf(options);
        var target = BuildOutput.PublishDirectory(project, runtime);
        if (!options.NoBuild)
        {
            progress.Say($"publishing {directory} for the {runtime} runtime");
            var (code, _) = Tool.Run(
                "dotnet", BuildLimit, cancellation,
                "publish", Path.Combine(BuildOutput.Repository(), directory), "-c", BuildOutput.Configuration, "-r", RuntimeInformation.RuntimeIdentifier,
                "-o", target, $"-p:ActorRuntime={runtime}", "-nodeReuse:false", "-clp:ErrorsOnly");
            if (code != 0)
                return Of(directory, project, options, progress, cancellation);
        }

        var file = Path.Combine(target, project);
        return System.IO.File.Exists(file) ? new OursBuild(file, null) : Of(directory, project, options, progress, cancellation);
    }

    /// <summary>Builds the project unless told not to. An older build never stands in for one that failed.</summary>
    public static OursBuild Of(string directory, string project, BenchOptions options, Progress progress, CancellationToken cancellation)
    {
        var runtime = OursPeer.RuntimeOf(options);
        if (!options.NoBuild && Failure(directory, runtime, progress, cancellation) is { } failure)
            return new OursBuild(null, failure);
        return BuildOutput.Executable(project, runtime) is { } file
            ? new OursBuild(file, null)
            : new OursBuild(null, $"{directory} is not built in {BuildOutput.Configuration} for the {runtime} runtime");
    }

    private static string? Failure(string directory, string runtime, Progress progress, CancellationToken cancellation)
    {
        var path = Path.Combine(BuildOutput.Repository(), directory);
        if (!Directory.Exists(path))
            return null;
        progress.Say($"building {directory} for the {runtime} runtime");
        // A node that stays behind for reuse would share the machine with the first measurements.
        var (code, text) = Tool.Run(
            "dotnet", BuildLimit, cancellation,
            "build", path, "-c", BuildOutput.Configuration, $"-p:ActorRuntime={runtime}", "-nodeReuse:false", "-clp:ErrorsOnly");
        if (code == 0)
            return null;
        var first = text.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal), "").Split(" [")[0];
        return $"{directory} does not build: {Path.GetFileName(first.Trim())}";
    }
}
