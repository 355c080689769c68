using System.Buffers;

namespace HttpActors.Body;

/// <summary>Writes that are held back so that they leave together.</summary>
internal sealed class Cork(Action uncork)
{
    private readonly ArrayBufferWriter<byte> _held = new();
    private Action<Exception?>? _callbacks;
    private int _count;

    public IDisposable Add()
    {
        _count++;
        return new Handle(this);
    }

    public bool Hold(ReadOnlySpan<byte> data, Action<Exception?>? callback)
    {
        _held.Write(data);
        _callbacks += callback;
        return true;
    }

    /// <summary>What was held with what comes last; it is then empty.</summary>
    public (ReadOnlyMemory<byte> Data, Action<Exception?>? Callback) Release(ReadOnlyMemory<byte> last, Action<Exception?>? callback)
    {
        _held.Write(last.Span);
        var data = _held.WrittenSpan.ToArray();
        var callbacks = _callbacks + callback;
        _held.ResetWrittenCount();
        _callbacks = null;
        return (data, callbacks);
    }

    private void Remove()
    {
        if (--_count == 0)
        {
            uncork();
        }
    }

    private sealed class Handle(Cork owner) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                owner.Remove();
            }
        }
    }
}
