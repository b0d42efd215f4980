using System.Collections.Immutable;
using System.Text;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Contracts;

/// <summary>Events and bytes that an adapter has to carry unchanged.</summary>
public static class Sample
{
    public static readonly UserId Ann = new("ann");
    public static readonly UserId Bob = new("bob@example.org");
    public static readonly Epoch Epoch = new("k3f9x0a2b7");

    /// <summary>Finer than a millisecond: an answer that is given again from the log has to be the same answer.</summary>
    public static readonly DateTimeOffset Noon = new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    /// <summary>JSON that nobody may normalise: spaces, escapes, long numbers, doubled keys, and text outside the first plane.</summary>
    public static readonly ReadOnlyMemory<byte> Data =
        Encoding.UTF8.GetBytes("""{ "a" : 1.10e+2,  "a":"\u00e9 é 🦊 \u0000", "n":12345678901234567890123, "x":[ ] }""");

    /// <summary>One of each kind of event, from seq 1 on.</summary>
    public static ImmutableArray<RoomEvent> OneOfEach { get; } =
    [
        new RoomCreated { Seq = 1, Timestamp = Noon, By = Ann, Request = new("q1"), Origin = new("c1"), Epoch = Epoch },
        new MemberJoined { Seq = 2, Timestamp = Noon, By = Ann, Request = new("q1"), Origin = new("c1"), Role = Role.Owner },
        new MemberJoined { Seq = 3, Timestamp = Noon.AddDays(1), By = Bob, Request = new("~c2~1"), Role = Role.Guest },
        new MessagePublished
        {
            Seq = 4, Timestamp = Noon.AddDays(1), By = Bob, Request = new("é \" 7"), Origin = new("c2"),
            Body = new MessageBody(Data, Encoding.UTF8.GetBytes("""{"k":"v"}"""), "application/json", "thread-1"),
        },
        new MessagePublished { Seq = 5, Timestamp = Noon.AddDays(1), By = Ann, Request = new("q2"), Body = new MessageBody("null"u8.ToArray()) },
        new MessagePublished { Seq = 6, Timestamp = Noon.AddDays(1), By = Ann, Request = new("q3"), Body = new MessageBody(default) },
        new MemberLeft { Seq = 7, Timestamp = Noon.AddDays(2), By = Bob, Request = new("q4"), Origin = new("c2") },
        new MessageAnnotated
        {
            Seq = 8, Timestamp = Noon.AddDays(2), By = Bob, Request = new("q5"), Origin = new("c2"), Action = MessageAction.Edit, Target = 4, Author = Bob,
            Body = new MessageBody(Data, ContentType: "text/plain"),
        },
        new MessageAnnotated { Seq = 9, Timestamp = Noon.AddDays(2), By = Ann, Request = new("q6"), Action = MessageAction.AddReaction, Target = 4, Author = Bob, Reaction = "🦊" },
        new MemberModerated
        {
            Seq = 10, Timestamp = Noon.AddDays(2), By = Ann, Request = new("q7"), Kind = ModerationKind.Ban, Target = Bob, Reason = "é \" 🦊",
            Until = Noon.AddDays(3),
        },
        new RoomUpdated
        {
            Seq = 11, Timestamp = Noon.AddDays(2), By = Ann, Request = new("q8"),
            Settings = new RoomSettings { Name = "🦊", Tags = ["a", "b"], Metadata = Data, SlowMode = TimeSpan.FromTicks(12_345_678), MaxMembers = 7 },
        },
        new RoomStatusChanged { Seq = 12, Timestamp = Noon.AddDays(2), By = Ann, Request = new("q9"), Action = RoomAction.Lock, Reason = "late" },
        new RoomTransferred { Seq = 13, Timestamp = Noon.AddDays(2), By = Ann, Request = new("q10"), To = Bob },
        new InviteCreated
        {
            Seq = 14, Timestamp = Noon.AddDays(2), By = Ann, Request = new("q11"), Code = "0123456789abcdef", Role = Role.Guest, ExpiresAt = Noon.AddDays(4),
            MaxUses = 3,
        },
        new InviteRevoked { Seq = 15, Timestamp = Noon.AddDays(2), By = Ann, Request = new("q12"), Code = "0123456789abcdef" },
    ];

    public static MessagePublished Message(long seq, string text = "hello") => new()
    {
        Seq = seq, Timestamp = Noon, By = Ann, Request = new($"q{seq}"), Body = new MessageBody(Encoding.UTF8.GetBytes($"\"{text}\"")),
    };

    public static ImmutableArray<RoomEvent> Messages(long first, long last)
    {
        var run = ImmutableArray.CreateBuilder<RoomEvent>();
        for (long seq = first; seq <= last; seq++)
            run.Add(Message(seq));

        return run.DrainToImmutable();
    }
}
