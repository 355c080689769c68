namespace HttpActors.Supervisor.Tests.Harness;

/// <summary>A fact that needs a program on the machine, and says so where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program)
    {
        if (Programs.Find(program) is null)
            Skip = $"'{program}' is not installed on this machine";
        else if (OperatingSystem.IsWindows())
            Skip = "signals and links of Unix are needed";
    }
}

/// <summary>A fact about links, signals or special files of Unix.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "signals, links and special files of Unix are needed";
    }
}

/// <summary>A fact that reads <c>/proc</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxProgramFactAttribute : FactAttribute
{
    public LinuxProgramFactAttribute(string program)
    {
        if (!OperatingSystem.IsLinux())
            Skip = "the memory of another process is read from /proc";
        else if (Programs.Find(program) is null)
            Skip = $"'{program}' is not installed on this machine";
    }
}
