namespace Akka.Actor;

// Marker interfaces stand together: none has members, and each is one line.

/// <summary>A message the runtime handles before the actor sees it.</summary>
public interface IAutoReceivedMessage
{
}

/// <summary>A message that can end an actor, or tell it of an end.</summary>
public interface IPossiblyHarmful
{
}

/// <summary>A message that does not restart the receive timeout.</summary>
public interface INotInfluenceReceiveTimeout
{
}

/// <summary>A message exempt from serialization checks; there are none here.</summary>
public interface INoSerializationVerificationNeeded
{
}

/// <summary>A message that carries another one.</summary>
public interface IWrappedMessage
{
    /// <summary>The message inside.</summary>
    object Message { get; }
}
