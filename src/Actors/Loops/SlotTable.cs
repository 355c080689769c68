namespace HttpActors.Actors.Loops;

/// <summary>
/// Numbers for targets, with a generation so that a number given out again is not taken for the old one.
/// </summary>
internal sealed class SlotTable
{
    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();
    private Slot[] _slots = new Slot[64];
    private int _used;

    public ulong Add(IReadinessTarget target)
    {
        lock (_gate)
        {
            if (!_free.TryPop(out var index))
            {
                index = _used++;
                if (index == _slots.Length)
                {
                    Array.Resize(ref _slots, _used * 2);
                }
            }

            ref var slot = ref _slots[index];
            slot.Generation = (slot.Generation + 1) & int.MaxValue;
            slot.Target = target;
            return ((ulong)slot.Generation << 32) | (uint)index;
        }
    }

    public void Remove(ulong key)
    {
        lock (_gate)
        {
            ref var slot = ref _slots[(int)(uint)key];
            if (slot.Generation == (int)(key >> 32) && slot.Target is not null)
            {
                slot.Target = null;
                _free.Push((int)(uint)key);
            }
        }
    }

    public IReadinessTarget? Find(ulong key)
    {
        lock (_gate)
        {
            var slot = _slots[(int)(uint)key];
            return slot.Generation == (int)(key >> 32) ? slot.Target : null;
        }
    }

    private struct Slot
    {
        public IReadinessTarget? Target;
        public int Generation;
    }
}
