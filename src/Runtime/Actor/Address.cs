namespace Akka.Actor;

/// <summary>The address of an actor system. Here it is always local: no host and no port.</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>, IComparable
{
    /// <summary>Stands for every system; the address of references that belong to none.</summary>
    public static readonly Address AllSystems = new("akka", "all-systems");

    /// <summary>Creates an address.</summary>
    /// <param name="protocol">Usually <c>akka</c>.</param>
    /// <param name="system">The system's name.</param>
    /// <param name="host">The host, or null for a local address.</param>
    /// <param name="port">The port, or null for a local address.</param>
    public Address(string protocol, string system, string? host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
    }

    /// <summary>The protocol.</summary>
    public string Protocol { get; }

    /// <summary>The system's name.</summary>
    public string System { get; }

    /// <summary>The host, or null.</summary>
    public string? Host { get; }

    /// <summary>The port, or null.</summary>
    public int? Port { get; }

    /// <summary>Whether there is no host: meaningful inside this process only.</summary>
    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    /// <summary>Whether there is a host.</summary>
    public bool HasGlobalScope => !HasLocalScope;

    /// <inheritdoc/>
    public bool Equals(Address? other) =>
        ReferenceEquals(this, other) || (other is not null && Port == other.Port && Protocol == other.Protocol && System == other.System && Host == other.Host);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Address);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Protocol, System, Host, Port);

    /// <inheritdoc/>
    public int CompareTo(Address? other) => other is null ? 1 : string.CompareOrdinal(ToString(), other.ToString());

    int IComparable.CompareTo(object? obj) => obj is null or Address
        ? CompareTo(obj as Address)
        : throw new ArgumentException($"Object must be of type Address, found {obj.GetType()} instead.", nameof(obj));

    /// <inheritdoc/>
    public override string ToString()
    {
        var host = Host is null ? string.Empty : "@" + Host;
        return Port is { } port ? $"{Protocol}://{System}{host}:{port}" : $"{Protocol}://{System}{host}";
    }

    /// <summary>Whether two addresses are equal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Address? left, Address? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two addresses differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Address? left, Address? right) => !(left == right);
}
