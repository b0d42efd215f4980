using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Simulation.Faults;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Sessions;

/// <summary>
/// A session store at the other end of a network: it does its work at some moment before it answers, and, as over one
/// pipelined connection, in the order in which it was asked.
/// </summary>
internal sealed class SimulatedSessionStore(ISessionStore store, FaultPlan faults, SimulatedWorld world) : ISessionStore
{
    private static readonly TimeSpan Latest = TimeSpan.FromMilliseconds(500);

    private DateTimeOffset _servedUntil;

    public ValueTask SaveAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation) =>
        CallAsync(() => store.SaveAsync(record, ttl, cancellation));

    public async ValueTask<SessionRenewal> RenewAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation)
    {
        SessionRenewal renewal = default;
        await CallAsync(async () => renewal = await store.RenewAsync(record, ttl, cancellation));
        return renewal;
    }

    public ValueTask RemoveAsync(string token, CancellationToken cancellation) =>
        CallAsync(() => store.RemoveAsync(token, cancellation));

    public async ValueTask<SessionRecord?> TakeAsync(
        string token, UserId? user, Role role, CancellationToken cancellation)
    {
        SessionRecord? taken = null;
        await CallAsync(async () => taken = await store.TakeAsync(token, user, role, cancellation));
        return taken;
    }

    private async ValueTask CallAsync(Func<ValueTask> serve)
    {
        TimeSpan takes = faults.Strikes(faults.SessionsLate) ? faults.Delay(TimeSpan.Zero, Latest) : TimeSpan.Zero;
        DateTimeOffset at = world.Now + takes;
        if (at > world.Now || _servedUntil >= world.Now)
        {
            at = _servedUntil = at > _servedUntil ? at : _servedUntil.AddTicks(1);
            await world.Delay(at - world.Now);
        }

        await serve();
        if (takes > TimeSpan.Zero)
            await world.Delay(faults.Delay(TimeSpan.Zero, Latest));
    }
}
