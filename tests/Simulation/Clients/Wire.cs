using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Clients;

/// <summary>One direction of a socket: what goes in comes out later, in order, one by one, unless it is cut. It belongs to no process.</summary>
internal sealed class Wire<T>(SimulatedWorld world, Dice dice, Func<TimeSpan> slowest, Action<T> deliver)
{
    private readonly Queue<T> _underWay = new();
    private bool _pumping;
    private bool _cut;

    /// <summary>What has gone in and not come out.</summary>
    public int Count => _underWay.Count;

    public void Send(T item)
    {
        if (_cut)
            return;

        _underWay.Enqueue(item);
        if (!_pumping)
            Pump();
    }

    /// <summary>Nothing comes out any more.</summary>
    public void Cut()
    {
        _cut = true;
        _underWay.Clear();
    }

    private void Pump()
    {
        _pumping = true;
        world.After(dice.Between(TimeSpan.FromTicks(1), slowest()), () =>
        {
            _pumping = false;
            if (_underWay.TryDequeue(out T? item))
                deliver(item);
            if (_underWay.Count > 0 && !_pumping)
                Pump();
        });
    }
}
