namespace Akka.Actor;

/// <summary>A behaviour.</summary>
/// <param name="message">The message.</param>
/// <returns>Whether the message was handled; if not, the actor's Unhandled is called.</returns>
public delegate bool Receive(object message);

/// <summary>A behaviour that handles every message.</summary>
/// <param name="message">The message.</param>
public delegate void UntypedReceive(object message);
