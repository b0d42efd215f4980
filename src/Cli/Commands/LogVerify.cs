using System.CommandLine;
using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary><c>log verify</c>.</summary>
internal sealed class LogVerify : ClusterCommand
{
    private readonly Argument<string> _room = new("ROOM") { Description = "The room's id" };

    public LogVerify(CommonOptions common, Terminal terminal)
        : base("verify", "Walk a room's log from end to end and say what is wrong with it; ends with 1 when something is", common, terminal) =>
        Arguments.Add(_room);

    protected override async Task<int> RunAsync(Invocation run)
    {
        var reply = await run.GetAsync<Verification>($"rooms/{Invocation.Escape(run.Value(_room))}/verification");
        if (run.Json)
            run.Terminal.Write(reply.Json);
        else
            Show(run.Terminal, reply.Value);
        return reply.Value.Good ? ExitCode.Ok : ExitCode.Wrong;
    }

    private static void Show(Terminal terminal, Verification log)
    {
        int errors = log.Findings.Count(static finding => finding.Severity == "error");
        terminal.Show(new Facts()
            .Add("room", new Cell(log.RoomId, Looks.Heading))
            .Add("epoch", log.Epoch)
            .Add("log", Wording.Text($"{log.FirstSeq} to {log.Head}: {Wording.Count(log.Entries, "entry", "entries")} read"))
            .Add("snapshot", log.SnapshotSeq is { } seq ? Wording.Text($"at {seq}") : "none")
            .Add("owner", log.OwnerHead is { } head ? Wording.Text($"has given out seqs up to {head}") : "could not be asked")
            .Add("verdict", log.Findings.Count == 0
                ? new Cell("good", Looks.Good)
                : new Cell(
                    errors == 0 ? "good, with something to know" : Wording.Count(errors, "error"),
                    errors == 0 ? Looks.Warning : Looks.Bad))
            .Grid);
        if (log.Findings.Count == 0)
            return;

        terminal.Blank();
        var table = new Listing("#SEQ", "FAULT", "WHAT");
        foreach (var finding in log.Findings)
        {
            table.Add(
                finding.Seq,
                new Cell(finding.Fault.Replace('_', ' '), finding.Severity == "error" ? Looks.Bad : Looks.Warning),
                finding.Detail);
        }

        terminal.Show(table.Table);
    }
}
