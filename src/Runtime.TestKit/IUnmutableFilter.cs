namespace Akka.TestKit;

/// <summary>A filter that is in force until it is disposed of.</summary>
public interface IUnmutableFilter : IDisposable
{
    /// <summary>Ends it.</summary>
    void Unmute();
}
