using System.CommandLine;
using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary><c>room show</c>.</summary>
internal sealed class RoomShow : ClusterCommand
{
    private readonly Argument<string> _room = new("ROOM") { Description = "The room's id" };

    public RoomShow(CommonOptions common, Terminal terminal)
        : base("show", "Where a room is, how long its log is, and who is in it", common, terminal) =>
        Arguments.Add(_room);

    protected override async Task<int> RunAsync(Invocation run)
    {
        var room = await run.GetAsync<Room>($"rooms/{Invocation.Escape(run.Value(_room))}");
        if (run.Json)
            run.Terminal.Write(room.Json);
        else
            Show(run.Terminal, room.Value);
        return ExitCode.Ok;
    }

    private static void Show(Terminal terminal, Room room)
    {
        var facts = new Facts()
            .Add("room", new Cell(room.RoomId, Looks.Heading))
            .Add("node", room.Owner is { } owner ? Wording.Text($"{owner}, shard {room.Shard}, term {room.Claim}") : new Cell(Wording.Text($"none owns shard {room.Shard} now"), Looks.Bad))
            .Add("state", State(room))
            .Add("epoch", room.Epoch)
            .Add("log", Wording.Text($"{room.FirstSeq} to {room.Head}: {Wording.Count(room.Head - room.FirstSeq + 1, "entry", "entries")}"))
            .Add("snapshot", room.SnapshotSeq switch { null => null, 0 => "none yet", var seq => Wording.Text($"at {seq}") });
        if (room.InDoubt)
            facts.Add("doubt", new Cell("the store may have lost the log's end; the room goes on under a new epoch", Looks.Warning));
        if (room.Problem is { } problem)
            facts.Add("problem", new Cell(problem, Looks.Bad));
        if (room.MemberCount is { } members)
        {
            facts.Add("owned by", room.OwnedBy)
                .Add("members", members)
                .Add("here now", room.Present ?? 0)
                .Add("listening", room.Listening is { Count: > 0 } nodes ? string.Join(", ", nodes) : "no node");
        }

        terminal.Show(facts.Grid);
        if (room.Members is not { Count: > 0 } listed)
            return;

        terminal.Blank();
        var table = new Listing("MEMBER", "ROLE", "SINCE");
        foreach (var member in listed)
            table.Add(member.UserId, member.Role, Wording.Moment(member.JoinedAt));
        terminal.Show(table.Table);
        if (room.MemberCount > listed.Count)
            terminal.Line(Wording.Text($"and {room.MemberCount - listed.Count:N0} more"));
    }

    private static Cell State(Room room) => room.Active switch
    {
        true => new Cell("active", Looks.Good),
        false => "passive: nobody has used it for a while",
        null => new Cell("unknown", Looks.Warning),
    };
}
