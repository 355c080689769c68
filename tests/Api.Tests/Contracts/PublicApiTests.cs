namespace HttpActors.Tests.Contracts;

/// <summary>
/// What the library offers stands in a file beside the tests, so that an addition and a removal show in a review.
/// After an intended change, run the tests once with <c>UPDATE_PUBLIC_API=1</c>.
/// </summary>
public sealed class PublicApiTests
{
    private const string FileName = "PublicApi.HttpActors.txt";

    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        // The errors are public too; they stand in the assemblies below.
        var actual = PublicApi.Print(typeof(HttpServer).Assembly) + PublicApi.Print(typeof(HttpException).Assembly)
            + PublicApi.Print(typeof(IHttpError).Assembly);
        if (Environment.GetEnvironmentVariable("UPDATE_PUBLIC_API") == "1")
        {
            File.WriteAllText(Path.Combine(SourceFolder(), FileName), actual);
            return;
        }

        var approved = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, FileName)).ReplaceLineEndings("\n");
        Assert.Equal(approved, actual);
    }

    private static string SourceFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "HttpActors.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        }

        return Path.Combine(folder.FullName, "tests", "Api.Tests");
    }
}
