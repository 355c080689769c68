using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>
/// A link of a mailbox. Links are reused: each thread keeps a few, and whole chains move between threads through a
/// shared stack, because the thread that tells is seldom the one that handles.
/// </summary>
internal sealed class MessageNode
{
    /// <summary>The head of a mailbox that is empty and not scheduled.</summary>
    public static readonly MessageNode Idle = new();

    /// <summary>The head of a mailbox that takes no more.</summary>
    public static readonly MessageNode Closed = new();

    private const int ChainLength = 64;
    private const int SharedChains = 512;

    private static readonly MessageNode?[] Shared = new MessageNode?[SharedChains];
    private static readonly Lock SharedLock = new();
    private static int _sharedCount;

    [ThreadStatic]
    private static Cache? _cache;

    public object? Message;
    public IActorRef? Sender;
    public MessageNode? Next;

    public static MessageNode Rent(object message, IActorRef? sender)
    {
        var cache = _cache ??= new Cache();
        var node = cache.Free;
        if (node is null) node = TakeChain(cache);
        cache.Free = node.Next;
        cache.Count--;
        node.Message = message;
        node.Sender = sender;
        return node;
    }

    public static void Return(MessageNode node)
    {
        var cache = _cache ??= new Cache();
        node.Message = null;
        node.Sender = null;
        if (cache.Count >= 2 * ChainLength) GiveChain(cache);
        node.Next = cache.Free;
        cache.Free = node;
        cache.Count++;
    }

    private static MessageNode TakeChain(Cache cache)
    {
        lock (SharedLock)
        {
            if (_sharedCount > 0)
            {
                var chain = Shared[--_sharedCount]!;
                Shared[_sharedCount] = null;
                cache.Count = ChainLength;
                return chain;
            }
        }

        cache.Count = 1;
        return new MessageNode();
    }

    private static void GiveChain(Cache cache)
    {
        var first = cache.Free!;
        var last = first;
        for (var i = 1; i < ChainLength; i++) last = last.Next!;
        cache.Free = last.Next;
        cache.Count -= ChainLength;
        last.Next = null;
        lock (SharedLock)
        {
            if (_sharedCount < SharedChains) Shared[_sharedCount++] = first;
        }
    }

    private sealed class Cache
    {
        public MessageNode? Free;
        public int Count;
    }
}
