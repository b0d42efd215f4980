using Streaming.Actors.Sessions;
using Xunit;

namespace Streaming.Contracts;

/// <summary>
/// What every <see cref="ITicketStore"/> does. Derive per adapter. Time is moved by <see cref="PassAsync"/>, so that an adapter with a clock
/// of its own can wait instead.
/// </summary>
public abstract class TicketStoreContract
{
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    private static readonly byte[] Content = [0, 1, 2, 255, 10];

    protected abstract ITicketStore Store { get; }

    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    public async Task Take_GivesBackWhatWasKept()
    {
        Assert.True(await KeepAsync("t1", Content));
        Assert.True(await KeepAsync("t2", [7]));

        Assert.Equal(Content, await TakeAsync("t1"));
        Assert.Equal([7], await TakeAsync("t2"));
    }

    [Fact]
    public async Task Take_Twice_GivesItOnce()
    {
        await KeepAsync("t1", Content);

        Assert.NotNull(await TakeAsync("t1"));
        Assert.Null(await TakeAsync("t1"));
    }

    [Fact]
    public async Task Take_ByManyAtOnce_GivesItToOne()
    {
        await KeepAsync("t1", Content);

        byte[]?[] taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => TakeAsync("t1"))));

        Assert.Single(taken, static one => one is not null);
    }

    [Fact]
    public async Task Take_OfWhatIsUnknown_IsNull() => Assert.Null(await TakeAsync("nowhere"));

    [Fact]
    public async Task Take_AfterItsTime_IsNull()
    {
        await KeepAsync("t1", Content, Ttl);
        await KeepAsync("t2", Content);
        await PassAsync(Ttl + TimeSpan.FromMilliseconds(100));

        Assert.Null(await TakeAsync("t1"));
        Assert.NotNull(await TakeAsync("t2"));
    }

    private Task<bool> KeepAsync(string name, byte[] content, TimeSpan? ttl = null) =>
        Store.KeepAsync(name, content, ttl ?? Long, CancellationToken.None).AsTask();

    private async Task<byte[]?> TakeAsync(string name) => (await Store.TakeAsync(name, CancellationToken.None))?.ToArray();
}
