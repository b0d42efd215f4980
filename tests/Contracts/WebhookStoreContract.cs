using System.Text;
using Streaming.Actors.Ids;
using Streaming.Actors.Shards;
using Streaming.Actors.Webhooks;
using Xunit;

namespace Streaming.Contracts;

/// <summary>What every <see cref="IWebhookStore"/> does. Derive per adapter.</summary>
public abstract class WebhookStoreContract
{
    private const string Hook = "billing";
    private static readonly ShardId Shard = new(1);
    private static readonly RoomId Room = new("lobby");
    private static readonly Epoch First = new("e1");
    private static readonly Epoch Second = new("e2");
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, 123, TimeSpan.Zero);

    protected abstract IWebhookStore Store { get; }

    [Fact]
    public async Task Register_Again_KeepsTheFirstTime()
    {
        Assert.Equal(Noon.AddTicks(7), await Store.RegisterAsync(Hook, Noon.AddTicks(7), default));
        Assert.Equal(Noon.AddTicks(7), await Store.RegisterAsync(Hook, Noon.AddDays(1), default));
        Assert.Equal(Noon.AddDays(1), await Store.RegisterAsync("other", Noon.AddDays(1), default));
    }

    [Fact]
    public async Task Offset_IsTheOneThatWasSaved_ForEachRoomAndWebhook()
    {
        Assert.Null(await Store.BeginAsync(Shard, Room, Hook, default));
        await SaveAsync(First, 7, Noon.AddTicks(1));

        Assert.Equal(new WebhookOffset(First, 7, Noon.AddTicks(1)), await Store.BeginAsync(Shard, Room, Hook, default));
        Assert.Null(await Store.BeginAsync(Shard, Room, "other", default));
        Assert.Null(await Store.BeginAsync(Shard, new RoomId("lobby2"), Hook, default));
    }

    public static TheoryData<string, long, int, bool> Steps => new()
    {
        { "e1", 8, 0, true },
        { "e1", 6, 60, false }, // one that was replaced as the room's owner, and is late
        { "e1", 7, 60, false },
        { "e2", 3, 1, true }, // the log goes on under another epoch
        { "e2", 9, -1, false },
        { "e2", 9, 0, false },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Save_GoesOnAndNeverBack(string epoch, long seq, int seconds, bool isKept)
    {
        await SaveAsync(First, 7, Noon);
        var next = new WebhookOffset(new Epoch(epoch), seq, Noon.AddSeconds(seconds));
        await Store.SaveOffsetAsync(Shard, Room, Hook, next, default);

        Assert.Equal(isKept ? next : new WebhookOffset(First, 7, Noon), await Store.BeginAsync(Shard, Room, Hook, default));
    }

    [Fact]
    public async Task Pending_HoldsTheRoomsThatWereBegunAndNotEnded()
    {
        Assert.Empty(await PendingAsync());
        await Store.BeginAsync(Shard, new RoomId("b"), Hook, default);
        await Store.BeginAsync(Shard, new RoomId("a"), Hook, default);
        await Store.BeginAsync(Shard, new RoomId("a"), "other", default);
        await Store.BeginAsync(new ShardId(2), new RoomId("c"), Hook, default);
        Assert.Equal(["a", "b"], await PendingAsync());

        await Store.EndAsync(Shard, new RoomId("a"), andForget: false, default);
        await Store.EndAsync(Shard, new RoomId("nowhere"), andForget: false, default);
        Assert.Equal(["b"], await PendingAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task End_ForgetsTheOffsets_OnlyWhereTheLogIsGone(bool andForget)
    {
        await SaveAsync(First, 7, Noon);
        await Store.EndAsync(Shard, Room, andForget, default);

        Assert.Equal(andForget, await Store.BeginAsync(Shard, Room, Hook, default) is null);
    }

    [Fact]
    public async Task Dead_ComesBackWhole_NewestFirst()
    {
        var logged = new DeadLetter("e1-7", WebhookEvents.Message, Room, Noon.AddTicks(3), 12, "answered 500", Noon.AddHours(1))
        {
            Logged = new MessageId(Second, 7),
        };
        var raised = new DeadLetter("raised-1", WebhookEvents.RoomVacated, Room, Noon, 1, "could not be reached", Noon.AddHours(2))
        {
            Content = Encoding.UTF8.GetBytes("""{"text":"é"}"""),
        };
        string first = await Store.AddDeadAsync(Hook, logged, keep: 10, default);
        string second = await Store.AddDeadAsync(Hook, raised, keep: 10, default);

        var (letters, total) = await Store.ListDeadAsync(Hook, 10, default);
        Assert.Equal(2, total);
        Assert.Equal(logged with { Id = first }, letters[1]);
        Assert.Equal(raised with { Id = second, Content = default }, letters[0] with { Content = default });
        Assert.Equal(raised.Content.ToArray(), letters[0].Content.ToArray());
        Assert.Equal(logged with { Id = first }, await Store.FindDeadAsync(Hook, first, default));
        Assert.Equal(second, Assert.Single((await Store.ListDeadAsync(Hook, 1, default)).Letters).Id);
        Assert.Equal(0, (await Store.ListDeadAsync("other", 10, default)).Total);
    }

    [Fact]
    public async Task Dead_AboveTheBound_GoOldestFirst()
    {
        for (int i = 1; i <= 5; i++)
            await Store.AddDeadAsync(Hook, Letter($"e1-{i}"), keep: 3, default);

        var (letters, total) = await Store.ListDeadAsync(Hook, 10, default);
        Assert.Equal(3, total);
        Assert.Equal(["e1-5", "e1-4", "e1-3"], letters.Select(static letter => letter.EventId));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("1")]
    [InlineData("1-1")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData("")]
    public async Task Dead_OfAnIdThatIsNone_IsNotThere(string id)
    {
        await Store.AddDeadAsync("another", Letter("e1-1"), keep: 3, default);

        Assert.Null(await Store.FindDeadAsync(Hook, id, default));
        Assert.False(await Store.RemoveDeadAsync(Hook, id, default));
    }

    [Fact]
    public async Task RemoveDead_Once_AndOnlyThatOne()
    {
        string first = await Store.AddDeadAsync(Hook, Letter("e1-1"), keep: 3, default);
        await Store.AddDeadAsync(Hook, Letter("e1-2"), keep: 3, default);

        Assert.True(await Store.RemoveDeadAsync(Hook, first, default));
        Assert.False(await Store.RemoveDeadAsync(Hook, first, default));
        Assert.Null(await Store.FindDeadAsync(Hook, first, default));
        Assert.Equal("e1-2", Assert.Single((await Store.ListDeadAsync(Hook, 10, default)).Letters).EventId);
    }

    private static DeadLetter Letter(string id) => new(id, WebhookEvents.Message, Room, Noon, 1, "answered 500", Noon);

    private async Task<string[]> PendingAsync() => [.. (await Store.PendingAsync(Shard, default)).Select(static room => room.Value)];

    private ValueTask SaveAsync(Epoch epoch, long seq, DateTimeOffset at) =>
        Store.SaveOffsetAsync(Shard, Room, Hook, new WebhookOffset(epoch, seq, at), default);
}
