namespace HttpActors.Supervisor.Config;

/// <summary>What the file says about one service.</summary>
internal sealed class ServiceConfig
{
    internal ServiceConfig(string name, Section section, string directory)
    {
        Name = name;
        Section = section;
        Directory = directory;
        Text = ConfigWriter.Write(section);
        Restart = new RestartSettings(section.Of("restart"), section.Of("failures"));
    }

    internal string Name { get; }

    internal Section Section { get; }

    /// <summary>All of it as JSON: two services with the same text behave the same.</summary>
    internal string Text { get; }

    internal string Type => Section.Text("type");

    internal IReadOnlyList<string> DependsOn => Section.Texts("dependsOn");

    internal bool IsEssential => Section.Flag("essential");

    internal TimeSpan StartTimeout => Section.Duration("startTimeout");

    internal TimeSpan StopTimeout => Section.Duration("stopTimeout");

    internal RestartSettings Restart { get; }

    /// <summary>The directory of the configuration file.</summary>
    internal string Directory { get; }

    /// <summary>Paths in the file are relative to it, not to wherever the program was started.</summary>
    internal string FullPath(string field) => Path.GetFullPath(Section.Text(field), Directory);
}
