using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Simulation.Faults;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Stores;

/// <summary>
/// The sessions as one life of a node reaches them: it does its work at some moment before it answers, and, as over one
/// pipelined connection, in the order in which it was asked.
/// </summary>
internal sealed class SimulatedSessionStore(SimulatedStore store, StoreLine line, FaultPlan faults, SimulatedWorld world) : ISessionStore
{
    private static readonly TimeSpan Latest = TimeSpan.FromMilliseconds(500);

    private DateTimeOffset _servedUntil;

    public async ValueTask SaveAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation) => await CallAsync("save", async () =>
    {
        await store.Sessions.SaveAsync(record, ttl, cancellation);
        return true;
    });

    public ValueTask<SessionRenewal> RenewAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation) =>
        CallAsync("renew", () => store.Sessions.RenewAsync(record, ttl, cancellation));

    public ValueTask<SessionRecord?> TakeAsync(string token, UserId? user, Role role, CancellationToken cancellation) =>
        CallAsync("take", () => store.Sessions.TakeAsync(token, user, role, cancellation));

    public async ValueTask RemoveAsync(string token, CancellationToken cancellation) => await CallAsync("remove", async () =>
    {
        await store.Sessions.RemoveAsync(token, cancellation);
        return true;
    });

    public async ValueTask NoteExpelledAsync(UserId user, DateTimeOffset at, TimeSpan ttl, CancellationToken cancellation) =>
        await CallAsync("note expelled", async () =>
        {
            await store.Sessions.NoteExpelledAsync(user, at, ttl, cancellation);
            return true;
        });

    public ValueTask<DateTimeOffset?> FindExpelledAsync(UserId user, CancellationToken cancellation) =>
        CallAsync("find expelled", () => store.Sessions.FindExpelledAsync(user, cancellation));

    private async ValueTask<T> CallAsync<T>(string what, Func<ValueTask<T>> serve)
    {
        TimeSpan takes = faults.Strikes(faults.SessionsLate) ? faults.Delay(TimeSpan.Zero, Latest) : TimeSpan.Zero;
        DateTimeOffset at = world.Now + takes;
        if (at > world.Now || _servedUntil >= world.Now)
        {
            at = _servedUntil = at > _servedUntil ? at : _servedUntil.AddTicks(1);
            await world.Delay(at - world.Now);
        }

        try
        {
            return await line.CallAsync($"session {what}", StoreFaults.None, serve);
        }
        catch (InjectedFaultException)
        {
            store.OnSessionTrouble(world.Now);
            throw;
        }
    }
}
