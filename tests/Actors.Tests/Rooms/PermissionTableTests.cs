using System.Text.RegularExpressions;
using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Xunit;

namespace Streaming.Actors.Tests.Rooms;

/// <summary>Every operation of every role in every circumstance is answered as docs/permissions.md says.</summary>
public sealed partial class PermissionTableTests
{
    private static readonly PermissionTable Table = PermissionTable.Read();

    public static TheoryData<string, string> Askers
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (string circumstance in Table.Circumstances)
            {
                foreach (string role in Table.RolesIn(circumstance))
                    all.Add(circumstance, role);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Askers))]
    public void Room_AnswersEveryOperation_AsTheTableSays(string circumstance, string role)
    {
        var room = PermissionRoom.In(circumstance);
        bool isBackEnd = role == "back end";
        var by = new UserId(isBackEnd ? "backend" : role);
        List<string> wrong = [];
        foreach ((string operation, Func<PermissionRoom, UserId, RoomCommand> command) in PermissionOperations.All)
        {
            Decision decision = RoomActor.Decide(room.State, command(room, by) with { IsPrivileged = isBackEnd }, firstSeq: 1, PermissionRoom.Now);
            (string expected, string given) = (Table.Answer(circumstance, operation, role), AnswerOf(room.State, decision));
            if (given != expected)
                wrong.Add($"{operation}: {given}, not {expected}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Table_NamesTheOperationsThatAreAsked()
    {
        Assert.Equal(PermissionOperations.All.Keys.Order(StringComparer.Ordinal), Table.Operations.Order(StringComparer.Ordinal));
        Assert.Empty(Table.Idle([.. PermissionOperations.All.Keys]));
    }

    /// <summary>What is not in the table, because the mailbox answers it or it never comes from somebody in a role.</summary>
    [Fact]
    public void Table_HasEveryKindOfCommand()
    {
        var room = PermissionRoom.In(PermissionTable.Ordinary);
        IEnumerable<Type> asked = PermissionOperations.All.Values.Select(command => command(room, new UserId("owner")).GetType());
        IEnumerable<Type> kinds = typeof(RoomCommand).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(RoomCommand)));

        Assert.Empty(kinds.Except(asked).Except([typeof(UpdateRoster), typeof(ReadRoster), typeof(DescribeRoom), typeof(SubscribeChannel)]));
    }

    private static string AnswerOf(RoomState state, Decision decision)
    {
        switch (decision.Reply)
        {
            case RoomReply.Refused or RoomReply.Throttled when !decision.Events.IsEmpty || decision.Raised is not null:
                return "refused, and something happened";
            case RoomReply.Refused refused:
                return CapitalInside().Replace(refused.Why.ToString(), "_").ToLowerInvariant();
            case RoomReply.Throttled { IsSlowMode: true }:
                return "slow_mode";
            case RoomReply.Throttled:
                return "rate_limited";
        }

        _ = decision.Events.Aggregate(state, static (room, e) => room.Apply(e));
        return decision.Events.IsEmpty ? "done" : "logs";
    }

    [GeneratedRegex("(?<!^)(?=[A-Z])")]
    private static partial Regex CapitalInside();
}
