namespace HttpActors.Tests.Browser;

/// <summary>A fact that needs Chromium, and says so where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser is null)
        {
            Skip = "chromium is not installed on this machine";
        }
    }

    public static string? Browser { get; } = Programs.Find("chromium") ?? Programs.Find("chromium-browser");
}
