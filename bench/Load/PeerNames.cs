namespace HttpActors.Bench.Load;

/// <summary>The names in results, tables and options, in the order of the columns.</summary>
internal static class PeerNames
{
    public const string Ours = "ours";
    public const string OursOnPool = "ours-pool";
    public const string Kestrel = "kestrel";
    public const string Node = "node";
    public const string Nginx = "nginx";
    public const string Floor = "floor";

    public static readonly IReadOnlyList<string> All = [Ours, OursOnPool, Kestrel, Node, Nginx, Floor];
}
