using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>What a room's listeners hear of who types: one start, however often a client says it, and one stop, whatever ends it.</summary>
public sealed class TypingTests : IDisposable
{
    private static readonly TypingChanged AnnTypes = new(Some.Ann, IsTyping: true);
    private static readonly TypingChanged AnnStops = new(Some.Ann, IsTyping: false);
    private static readonly TypingChanged BobTypes = new(Some.Bob, IsTyping: true);
    private static readonly TypingChanged BobStops = new(Some.Bob, IsTyping: false);

    private readonly RoomRig _rig = new();

    /// <summary>What makes of Bob, a member, one who does not write here.</summary>
    public static TheoryData<string, RoomCommand> Ends => new()
    {
        { "leave", Some.Leave(Some.Bob) },
        { "kick", Some.Moderate(Some.Ann, ModerationKind.Kick, "bob") },
        { "ban", Some.Moderate(Some.Ann, ModerationKind.Ban, "bob") },
        { "mute", Some.Moderate(Some.Ann, ModerationKind.Mute, "bob") },
        {
            "take away the right",
            new ModerateMember
            {
                By = Some.Ann, Request = Some.NewRequest(), Kind = ModerationKind.SetPermissions, Target = Some.Bob, Revoked = Permissions.SendMessage,
            }
        },
        { "lock", new SetRoomStatus { By = Some.Ann, Request = Some.NewRequest(), Action = RoomAction.Lock } },
    };

    /// <summary>What ends it for everybody.</summary>
    public static TheoryData<RoomAction> EndsOfAll => [RoomAction.Archive, RoomAction.Delete];

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void StopsByItselfAfterFiveSeconds()
    {
        Open();
        _rig.Ask(Some.Typing(Some.Ann));
        Assert.Equal([AnnTypes], Heard());

        _rig.Pass(TimeSpan.FromSeconds(4.9));
        Assert.Single(Heard());
        _rig.Pass(TimeSpan.FromSeconds(0.3)); // the wheel may be a tick late
        Assert.Equal([AnnTypes, AnnStops], Heard());
    }

    [Fact]
    public void SaidAgain_IsToldOnceAndLastsLonger()
    {
        Open();
        for (int i = 0; i < 4; i++)
        {
            _rig.Ask(Some.Typing(Some.Ann));
            _rig.Pass(TimeSpan.FromSeconds(3));
        }

        Assert.Equal([AnnTypes], Heard());
    }

    [Fact]
    public void Stop_IsToldOnce_AndNotOfOneWhoDoesNotType()
    {
        Open();
        _rig.Ask(Some.Typing(Some.Bob, isTyping: false));
        _rig.Ask(Some.Typing(Some.Ann));
        _rig.Ask(Some.Typing(Some.Ann, isTyping: false));
        _rig.Ask(Some.Typing(Some.Ann, isTyping: false));
        _rig.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal([AnnTypes, AnnStops], Heard());
    }

    [Fact]
    public void Publishing_Stops()
    {
        Open();
        _rig.Ask(Some.Typing(Some.Ann));
        _rig.Ask(Some.Publish(Some.Ann));

        Assert.Equal([AnnTypes, AnnStops], Heard());
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void WhoMayNotWriteAnyMore_Stops_AndTheOthersGoOn(string what, RoomCommand command)
    {
        Open();
        _rig.Ask(Some.Typing(Some.Ann));
        _rig.Ask(Some.Typing(Some.Bob));
        Ask ask = _rig.Ask(command);

        Assert.False(ask.Reply is RoomReply.Refused, $"{what}: {ask.Reply}");
        Assert.Equal([AnnTypes, BobTypes, BobStops], Heard());
        _rig.Ask(Some.Typing(Some.Bob));
        Assert.Equal(3, Heard().Count());
    }

    [Theory]
    [MemberData(nameof(EndsOfAll))]
    public void WhereNobodyWritesAnyMore_AllStop(RoomAction action)
    {
        Open();
        _rig.Ask(Some.Typing(Some.Ann));
        _rig.Ask(Some.Typing(Some.Bob));
        _rig.Ask(new SetRoomStatus { By = Some.Ann, Request = Some.NewRequest(), Action = action });

        Assert.Equal([AnnStops, BobStops], Heard().Skip(2).OrderBy(static one => one.User.Value));
    }

    [Fact]
    public void WhoCameOrIsModeratedBesides_StopsNobody()
    {
        Open();
        _rig.Ask(Some.Typing(Some.Bob));
        _rig.Ask(Some.Join(Some.Cy));
        _rig.Ask(Some.Moderate(Some.Ann, ModerationKind.Warn, "bob"));
        _rig.Ask(Some.Moderate(Some.Ann, ModerationKind.Mute, "cy"));

        Assert.Equal([BobTypes], Heard());
    }

    [Fact]
    public void BeyondTen_TheRestIsUnannounced_AndSoAreItsStops_UntilThereIsRoom()
    {
        Open();
        UserId[] many = [.. Enumerable.Range(0, 10).Select(static i => new UserId($"u{i}"))];
        foreach (UserId user in many)
        {
            _rig.Ask(Some.Join(user));
            _rig.Ask(Some.Typing(user));
        }

        _rig.Ask(Some.Typing(Some.Ann));
        _rig.Ask(Some.Typing(Some.Bob));
        _rig.Ask(Some.Publish(Some.Bob)); // he stops
        Assert.Equal(many, Heard().Select(static one => one.User));

        _rig.Ask(Some.Typing(many[4], isTyping: false));
        _rig.Ask(Some.Typing(Some.Ann));
        Assert.Equal([new TypingChanged(many[4], false), AnnTypes], Heard().Skip(10));
    }

    /// <summary>Ann's room, where Bob is a member.</summary>
    private void Open()
    {
        _rig.OpenRoom();
        _rig.Listen();
    }

    private IEnumerable<TypingChanged> Heard() => _rig.Link.Messages<EphemeralRaised>().Select(static one => one.Event).OfType<TypingChanged>();
}
