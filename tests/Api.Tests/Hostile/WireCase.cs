using System.Globalization;
using System.Text;

namespace HttpActors.Tests.Hostile;

/// <summary>Octets of a client and what the server must make of them.</summary>
/// <param name="Title">What is wrong, or odd, about the octets.</param>
/// <param name="Octets">Latin-1.</param>
/// <param name="Expected">The statuses in order, then <c>kept</c> or <c>closed</c>.</param>
public sealed record WireCase(string Title, string Octets, string Expected)
{
    /// <summary>Requests that reach the handler; by default as many as are answered with 200.</summary>
    public int? Ran { get; init; }

    /// <summary>What the body of the last 200 must hold: the request as the handler saw it.</summary>
    public string? Shows { get; init; }

    /// <summary>What no answer may hold.</summary>
    public string? Hides { get; init; }

    /// <summary>Whether the client closes its half after the octets.</summary>
    public bool HalfClose { get; init; }

    /// <summary>Whether the last request is HEAD, so that its answer has no content.</summary>
    public bool ToHead { get; init; }

    public byte[] Bytes => Encoding.Latin1.GetBytes(Octets);

    public IReadOnlyList<int> Statuses => Expected.Split(' ')[..^1].Select(Status).ToArray();

    public bool IsKept => Expected.EndsWith("kept", StringComparison.Ordinal);

    public int Handled => Ran ?? Statuses.Count(status => status == 200);

    public override string ToString() => Title;

    private static int Status(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
