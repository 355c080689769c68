using System.Buffers;
using System.Text;

namespace Akka.Actor;

/// <summary>
/// The place of an actor in its system's tree, such as <c>akka://sys/user/a</c>. Paths are equal by address and names;
/// the unique id of an incarnation is carried along and does not count.
/// </summary>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    /// <summary>The characters a name may have besides ASCII letters and digits. A leading <c>$</c> is kept for generated names.</summary>
    public const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    private static readonly SearchValues<char> ValidCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + ValidSymbols);

    // The parent of a child path, the address of a root: one field for two saves eight bytes an actor.
    private readonly object _parentOrAddress;

    /// <summary>Creates a root.</summary>
    /// <param name="address">The system's address.</param>
    /// <param name="name">A name below it.</param>
    protected ActorPath(Address address, string name)
    {
        _parentOrAddress = address;
        Name = name;
    }

    /// <summary>Creates a child path.</summary>
    /// <param name="parentPath">The parent's path.</param>
    /// <param name="name">The name.</param>
    /// <param name="uid">The unique id; 0 for any.</param>
    protected ActorPath(ActorPath parentPath, string name, long uid)
    {
        _parentOrAddress = parentPath;
        Name = name;
        Uid = uid;
    }

    /// <summary>The name among its siblings.</summary>
    public string Name { get; }

    /// <summary>The unique id of the incarnation; 0 where the path means any.</summary>
    public long Uid { get; }

    /// <summary>The system's address.</summary>
    public Address Address
    {
        get
        {
            var path = this;
            while (path._parentOrAddress is ActorPath parent) path = parent;
            return (Address)path._parentOrAddress;
        }
    }

    /// <summary>The path of the parent; a root is its own parent.</summary>
    public ActorPath Parent => _parentOrAddress as ActorPath ?? this;

    /// <summary>The root of this path.</summary>
    public ActorPath Root
    {
        get
        {
            var path = this;
            while (path._parentOrAddress is ActorPath parent) path = parent;
            return path;
        }
    }

    /// <summary>How many names lie below the root.</summary>
    public int Depth
    {
        get
        {
            var depth = 0;
            for (var path = this; path._parentOrAddress is ActorPath parent; path = parent) depth++;
            return depth;
        }
    }

    /// <summary>The names from the root down.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            var depth = Depth;
            if (depth == 0) return [string.Empty];
            var elements = new string[depth];
            for (var path = this; depth > 0; path = path.Parent) elements[--depth] = path.Name;
            return elements;
        }
    }

    /// <summary>The path of a child.</summary>
    /// <param name="path">The parent.</param>
    /// <param name="name">The child's name, with or without <c>#uid</c>.</param>
    public static ActorPath operator /(ActorPath path, string name)
    {
        var hash = name.IndexOf('#');
        return hash < 0
            ? new ChildActorPath(path, name, ActorCell.UndefinedUid)
            : new ChildActorPath(path, name[..hash], int.Parse(name.AsSpan(hash + 1), provider: null));
    }

    /// <summary>The path of a descendant.</summary>
    /// <param name="path">Where to start.</param>
    /// <param name="name">The names downwards; empty ones are skipped.</param>
    public static ActorPath operator /(ActorPath path, IEnumerable<string> name)
    {
        foreach (var element in name)
        {
            if (element.Length > 0) path /= element;
        }

        return path;
    }

    /// <summary>Whether two paths are equal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(ActorPath? left, ActorPath? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two paths differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(ActorPath? left, ActorPath? right) => !(left == right);

    /// <summary>Whether a name may be given to an actor.</summary>
    /// <param name="s">The name.</param>
    public static bool IsValidPathElement(string s) =>
        !string.IsNullOrEmpty(s) && s[0] != '$' && IsValidElement(s);

    /// <summary>Names joined with slashes.</summary>
    /// <param name="pathElements">The names.</param>
    public static string FormatPathElements(IEnumerable<string> pathElements) => string.Join('/', pathElements);

    /// <summary>Reads an absolute path.</summary>
    /// <param name="path">Such as <c>akka://sys/user/a#12</c>.</param>
    /// <exception cref="UriFormatException">It is malformed.</exception>
    public static ActorPath Parse(string path) =>
        TryParse(path, out var result) ? result! : throw new UriFormatException($"Can not parse an ActorPath: {path}");

    /// <summary>Reads an absolute path.</summary>
    /// <param name="path">Such as <c>akka://sys/user/a#12</c>.</param>
    /// <param name="actorPath">The result.</param>
    /// <returns>Whether it is well formed.</returns>
    public static bool TryParse(string path, out ActorPath? actorPath)
    {
        actorPath = null;
        var scheme = path.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0 || !path.StartsWith("akka", StringComparison.Ordinal)) return false;
        var rest = path[(scheme + 3)..];
        var slash = rest.IndexOf('/');
        var system = slash < 0 ? rest : rest[..slash];
        if (system.Length == 0 || system.AsSpan().ContainsAny("@:?#")) return false;
        ActorPath result = new RootActorPath(new Address(path[..scheme], system));
        if (slash >= 0) result /= rest[(slash + 1)..].Split('/');
        actorPath = result;
        return true;
    }

    /// <summary>The path of a child.</summary>
    /// <param name="childName">Its name, with or without <c>#uid</c>.</param>
    public ActorPath Child(string childName) => this / childName;

    /// <summary>The same path with another unique id.</summary>
    /// <param name="uid">The unique id.</param>
    /// <exception cref="NotSupportedException">This is a root and the id is not 0.</exception>
    public ActorPath WithUid(long uid)
    {
        if (uid == Uid) return this;
        return _parentOrAddress is ActorPath parent
            ? new ChildActorPath(parent, Name, uid)
            : throw new NotSupportedException("RootActorPath must have undefined Uid");
    }

    /// <inheritdoc/>
    public bool Equals(ActorPath? other)
    {
        var mine = this;
        while (!ReferenceEquals(mine, other))
        {
            if (other is null || mine.Name != other.Name) return false;
            if (mine._parentOrAddress is not ActorPath parent)
                return other._parentOrAddress is Address address && address.Equals((Address)mine._parentOrAddress);
            mine = parent;
            other = other._parentOrAddress as ActorPath;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _parentOrAddress is ActorPath parent ? HashCode.Combine(Name, parent.Name) : HashCode.Combine(Name, _parentOrAddress);

    /// <inheritdoc/>
    public int CompareTo(ActorPath? other) =>
        other is null ? 1 : string.CompareOrdinal(ToString(), other.ToString());

    /// <summary>The path with its address, without the unique id.</summary>
    public override string ToString() => Format(Address.ToString(), withUid: false);

    /// <summary>The path with its address; the same as <see cref="ToString()"/>.</summary>
    public string ToStringWithAddress() => ToString();

    /// <summary>The path below another address.</summary>
    /// <param name="address">That address; the own one is used where it has a host.</param>
    public string ToStringWithAddress(Address address) =>
        Format((Address.HasGlobalScope ? Address : address).ToString(), withUid: false);

    /// <summary>The names alone, such as <c>/user/a</c>.</summary>
    public string ToStringWithoutAddress() => Format(string.Empty, withUid: false);

    /// <summary>The path with its address and unique id.</summary>
    public string ToStringWithUid() => Format(Address.ToString(), withUid: true);

    /// <summary>The same as <see cref="ToStringWithUid"/>.</summary>
    public string ToSerializationFormat() => ToStringWithUid();

    private static bool IsValidElement(ReadOnlySpan<char> name)
    {
        int bad;
        while ((bad = name.IndexOfAnyExcept(ValidCharacters)) >= 0)
        {
            var rest = name[bad..];
            if (rest.Length < 3 || rest[0] != '%' || !char.IsAsciiHexDigit(rest[1]) || !char.IsAsciiHexDigit(rest[2])) return false;
            name = rest[3..];
        }

        return true;
    }

    private string Format(string prefix, bool withUid)
    {
        var text = new StringBuilder(prefix);
        Append(text);
        if (text.Length == prefix.Length) text.Append('/');
        if (withUid && Uid != ActorCell.UndefinedUid) text.Append('#').Append(Uid);
        return text.ToString();
    }

    private void Append(StringBuilder text)
    {
        if (_parentOrAddress is ActorPath parent) parent.Append(text);
        else if (Name.Length == 0) return;
        text.Append('/').Append(Name);
    }
}
