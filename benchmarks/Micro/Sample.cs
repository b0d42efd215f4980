using System.Collections.Immutable;
using System.Text;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Benchmarks.Micro;

/// <summary>A room and messages of 200 bytes: what people write, with some room for names.</summary>
internal static class Sample
{
    public static readonly RoomId Room = new("lobby");
    public static readonly Epoch Epoch = new("0123456789abc");
    public static readonly UserId Ann = new("ann");
    public static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly MessageBody Body = new(Encoding.UTF8.GetBytes($"{{\"text\":\"{new string('x', 189)}\"}}"));

    public static JoinRoom Join(UserId user) => new() { By = user, Request = new RequestId("join"), As = Role.Member, MayCreate = true };

    public static PublishMessage Publish(long number) => new()
    {
        By = Ann, Request = RequestId.ForUnnamed(new ConnectionId("0123456789abc"), number), Origin = new ConnectionId("0123456789abc"), Body = Body,
    };

    public static RoomState RoomOf(int members)
    {
        RoomState state = RoomState.Absent(Room, Epoch)
            .Apply(new RoomCreated { Seq = 1, Timestamp = Now, By = Ann, Request = new("q"), Epoch = Epoch })
            .Apply(new MemberJoined { Seq = 2, Timestamp = Now, By = Ann, Request = new("q"), Role = Role.Owner });
        for (int i = 1; i < members; i++)
            state = state.Apply(new MemberJoined { Seq = state.Head + 1, Timestamp = Now, By = new($"user{i}"), Request = new("q"), Role = Role.Member });

        return state;
    }

    public static ImmutableArray<RoomEvent> Messages(long firstSeq, int count)
    {
        var events = ImmutableArray.CreateBuilder<RoomEvent>(count);
        for (int i = 0; i < count; i++)
        {
            events.Add(new MessagePublished
            {
                Seq = firstSeq + i, Timestamp = Now, By = Ann, Request = new("q"), Origin = new ConnectionId("0123456789abc"), Body = Body,
            });
        }

        return events.MoveToImmutable();
    }
}
