using Streaming.Simulation.Faults;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Stores;

/// <summary>
/// One node's connection to the store, which cannot be trusted: every call may be served at once, late, very late, not at
/// all, or served without the caller learning of it, then or later. This only decides when a call gets there and
/// what becomes of the answer. What is on its way is the network's: it arrives though the caller is paused or dead.
/// </summary>
internal sealed class StoreLine(SimulatedStore store, FaultPlan faults, SimulatedWorld world)
{
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StallFrom = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StallTo = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan WrittenLaterBy = TimeSpan.FromSeconds(4);

    /// <summary>Whether the node is cut off from the store.</summary>
    public bool IsCut { get; set; }

    /// <summary>Calls that have not been answered yet: part of what is said of a run that is stuck.</summary>
    public int UnderWay { get; private set; }

    private bool IsReachable => store.IsUp && !IsCut;

    /// <param name="serve">Does the work in the store; has to be done when it returns.</param>
    public ValueTask<T> CallAsync<T>(string what, StoreFaults rates, Func<ValueTask<T>> serve)
    {
        if (!IsReachable || faults.Strikes(rates.Unavailable))
            return FailAsync<T>($"{what}: not done");

        if (faults.Strikes(rates.WrittenLater))
        {
            int life = store.Life;
            world.After(faults.Delay(Soonest, WrittenLaterBy), () =>
            {
                if (IsReachable && store.Life == life)
                    Serve(what, serve);
            });
            return FailAsync<T>($"{what}: may be done later");
        }

        TimeSpan takes = faults.Strikes(rates.Stalled) ? faults.Delay(StallFrom, StallTo)
            : faults.Strikes(rates.Late) ? faults.Delay(Soonest, Late)
            : ReferenceEquals(rates, StoreFaults.None) ? TimeSpan.Zero : faults.RoundTrip();
        bool replyIsLost = faults.Strikes(rates.LostReply);
        return takes > TimeSpan.Zero || replyIsLost ? TravelAsync(what, serve, takes, replyIsLost) : ValueTask.FromResult(Serve(what, serve));
    }

    private ValueTask<T> TravelAsync<T>(string what, Func<ValueTask<T>> serve, TimeSpan takes, bool replyIsLost)
    {
        UnderWay++;
        var answer = new TaskCompletionSource<T>();
        int life = store.Life;
        TimeSpan there = faults.Delay(TimeSpan.Zero, takes);
        world.After(there, () =>
        {
            T? result = default;
            bool isServed = IsReachable && store.Life == life;
            if (isServed)
                result = Serve(what, serve);

            world.After(takes - there, () =>
            {
                UnderWay--;
                if (isServed && IsReachable && store.Life == life && !replyIsLost)
                {
                    answer.SetResult(result!);
                    return;
                }

                string why = isServed ? $"{what}: done, but the reply is lost" : $"{what}: not done, the connection broke";
                world.Trace.Note($"store: {why}");
                answer.SetException(new InjectedFaultException(why));
            });
        });
        return new ValueTask<T>(answer.Task);
    }

    private ValueTask<T> FailAsync<T>(string what)
    {
        world.Trace.Note($"store: {what}");
        if (!faults.Strikes(0.5))
            return ValueTask.FromException<T>(new InjectedFaultException(what));

        var answer = new TaskCompletionSource<T>();
        world.After(faults.Delay(Soonest, Late), () => answer.SetException(new InjectedFaultException(what)));
        return new ValueTask<T>(answer.Task);
    }

    private T Serve<T>(string what, Func<ValueTask<T>> serve)
    {
        ValueTask<T> served = serve();
        if (!served.IsCompleted)
            throw new InvalidOperationException("A store does its work at once.");

        T result = served.GetAwaiter().GetResult();
        world.Trace.Tell($"store: {what}: {result}");
        return result;
    }
}
