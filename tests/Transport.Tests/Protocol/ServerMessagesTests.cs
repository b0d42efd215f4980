using System.Collections.Immutable;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;
using Xunit;

namespace Streaming.Transport.Tests.Protocol;

/// <summary>Each message of the server, as it stands on the wire.</summary>
public sealed class ServerMessagesTests
{
    private static readonly RequestId Id = new("r-1");
    private static readonly RoomId Room = new("lobby");
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 9, 20, 123, TimeSpan.Zero);

    private readonly ServerMessages _messages = new(new JsonWriters());

    [Fact]
    public void Welcome_New() => Assert.Equal(
        """{"type":"welcome","data":{"connection_id":"c","session_id":"s","resume_token":"t","user_id":"ada","node_id":"n","protocol":1,"heartbeat_s":30,"max_message_size":65536,"resumed":false}}""",
        FrameText.One(_messages.Welcome(Welcome(resumed: false))));

    [Fact]
    public void Welcome_Resumed_ListsTheRooms() => Assert.EndsWith(
        ""","resumed":true,"rooms":["lobby"]}}""",
        FrameText.One(_messages.Welcome(Welcome(resumed: true))), StringComparison.Ordinal);

    [Fact]
    public void Joined() => Assert.Equal(
        """{"type":"ack","id":"r-1","room_id":"lobby","data":{"seq":7,"epoch":"e","first_seq":2,"role":"member","member_count":3,"recovered":true}}""",
        FrameText.One(_messages.Joined(Id, Room, new RoomReply.Joined(new Epoch("e"), 7, 2, Role.Member, 3), recovered: true)));

    [Fact]
    public void Published() => Assert.Equal(
        """{"type":"ack","id":"r-1","room_id":"lobby","data":{"seq":57,"message_id":"e-57","timestamp":"2026-11-21T03:09:20.123Z"}}""",
        FrameText.One(_messages.Published(Id, Room, new MessageId(new Epoch("e"), 57), Now)));

    [Fact]
    public void Done() => Assert.Equal(
        """{"type":"ack","id":"r-1","room_id":"lobby","data":{}}""", FrameText.One(_messages.Done(Id, Room)));

    [Fact]
    public void Resumed_TellsEachRoom() => Assert.Equal(
        """{"type":"ack","id":"r-1","data":{"rooms":{"lobby":{"recovered":false,"seq":60,"epoch":"e","first_seq":41},"gone":{"error":{"message":"there is no such room","code":"room_not_found","retryable":false}}}}}""",
        FrameText.One(_messages.Resumed(Id,
        [
            new RoomStanding.Entered(Room, new RoomReply.Joined(new Epoch("e"), 60, 41, Role.Guest, 1), Recovered: false),
            new RoomStanding.Refused(new RoomId("gone"), RoomErrors.Of(new RoomReply.Refused(RoomRefusal.RoomNotFound))),
        ],
        channels: [])));

    [Fact]
    public void Pong() => Assert.Equal(
        """{"type":"pong","id":"r-1","timestamp":"2026-11-21T03:09:20.123Z"}""", FrameText.One(_messages.Pong(Id, Now)));

    [Fact]
    public void Error_WithAll() => Assert.Equal(
        """{"type":"error","id":"r-1","room_id":"lobby","error":{"message":"slow","code":"rate_limited","reason":"why","retry_after_ms":421,"retryable":true,"trace_id":"x"}}""",
        FrameText.One(_messages.Error(Id, Room, new RequestError(ErrorCode.RateLimited, "slow")
        {
            RetryAfter = TimeSpan.FromMilliseconds(420.1), Reason = "why", TraceId = "x",
        })));

    [Fact]
    public void Error_WithNothing() => Assert.Equal(
        """{"type":"error","error":{"message":"m","code":"invalid_message","retryable":false}}""",
        FrameText.One(_messages.Error(null, null, RequestError.Invalid("m"))));

    [Fact]
    public void Draining() => Assert.Equal(
        """{"type":"system","event":"draining","data":{"reconnect_after_ms":1500}}""",
        FrameText.One(_messages.Draining(TimeSpan.FromSeconds(1.5))));

    [Fact]
    public void Roster_Unasked_HasNoId() => Assert.Equal(
        """{"type":"presence","event":"snapshot","room_id":"lobby","data":{"version":4,"count":2,"users":[{"user_id":"ada","status":"busy","custom_status":"é<b>","activity":"drawing","devices":["mobile","web"],"metadata":{"a": 1}},{"user_id":"bob","status":"online"}]}}""",
        FrameText.One(_messages.Roster(null, Room, Roster())));

    [Fact]
    public void Roster_OfNobody_IsAnEmptyList_AndOfTooMany_NoList()
    {
        Assert.EndsWith("""{"version":4,"count":0,"users":[]}}""", FrameText.One(_messages.Roster(Id, Room, new RosterSnapshot(4, []))), StringComparison.Ordinal);
        Assert.EndsWith(
            """{"version":4,"count":501}}""", FrameText.One(_messages.Roster(Id, Room, new RosterSnapshot(4, []) { Count = 501 })), StringComparison.Ordinal);
    }

    [Fact]
    public void Roster_Asked_BearsTheId() => Assert.StartsWith(
        """{"type":"presence","event":"snapshot","id":"r-1","room_id":"lobby",""",
        FrameText.One(_messages.Roster(Id, Room, Roster())), StringComparison.Ordinal);

    [Fact]
    public void History_HoldsMessagesAsDelivered()
    {
        var message = new MessagePublished
        {
            Seq = 3, Timestamp = Now, By = new UserId("ada"), Request = Id, Body = new MessageBody("\"hi\""u8.ToArray()),
        };
        var page = new HistoryPage(new Epoch("e"), [new HistoryRow(message)], HasMore: true, FirstSeq: 2, LastSeq: 3);

        Assert.Equal(
            """{"type":"history","id":"r-1","room_id":"lobby","data":{"messages":[{"id":"e-3","type":"message","room_id":"lobby","user_id":"ada","data":"hi","timestamp":"2026-11-21T03:09:20.123Z","seq":3}],"has_more":true,"first_seq":2,"last_seq":3,"epoch":"e"}}""",
            FrameText.One(_messages.History(Id, Room, page)));
    }

    [Fact]
    public void Ids_OfAnyCharacters_StayJson()
    {
        string awkward = "\"\\\u0001é\U0001F600</script>";
        string text = FrameText.One(_messages.Done(new RequestId(awkward), null));

        Assert.Equal(awkward, System.Text.Json.Nodes.JsonNode.Parse(text)!["id"]!.GetValue<string>());
    }

    private static RosterSnapshot Roster() => new(4,
    [
        new RosterEntry(new UserId("ada"), new UserStatus(Availability.Busy, "é<b>", "{\"a\": 1}"u8.ToArray(), "drawing", Devices.Mobile | Devices.Web)),
        new RosterEntry(new UserId("bob"), UserStatus.Online),
    ]);

    private static Welcome Welcome(bool resumed) => new()
    {
        Connection = new ConnectionId("c"), Session = new SessionId("s"), ResumeToken = "t", User = new UserId("ada"),
        Node = new NodeId("n"), Heartbeat = TimeSpan.FromSeconds(30), MaxMessageSize = 65_536, Resumed = resumed,
        Rooms = [Room],
    };
}
