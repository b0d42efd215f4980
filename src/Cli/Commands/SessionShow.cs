using System.CommandLine;
using System.Globalization;
using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary><c>session show</c>.</summary>
internal sealed class SessionShow : ClusterCommand
{
    private readonly Argument<string?> _session = new("SESSION")
    {
        Description = "A session's id; without one all are listed", Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _user = new("--user") { Description = "Only this user's", HelpName = "USER" };
    private readonly Option<int> _lines = new("--lines", "-n")
    {
        Description = "How many to list, at most 500", HelpName = "N", DefaultValueFactory = static _ => 100,
    };

    public SessionShow(CommonOptions common, Terminal terminal)
        : base("show", "The sessions that are connected now, or one of them", common, terminal)
    {
        Arguments.Add(_session);
        Options.Add(_user);
        Options.Add(_lines);
        _lines.Within(1, 500);
    }

    protected override async Task<int> RunAsync(Invocation run)
    {
        string? session = run.Parsed.GetValue(_session);
        string path = "sessions?limit=" + run.Value(_lines).ToString(CultureInfo.InvariantCulture);
        if (session is not null)
            path += "&session=" + Invocation.Escape(session);
        if (run.Value(_user) is { } user)
            path += "&user=" + Invocation.Escape(user);

        var list = await run.GetAsync<SessionList>(path);
        if (session is not null && list.Value.Sessions.Count == 0 && list.Value.Unanswered.Count == 0)
            throw new FailedException(ExitCode.NotFound, $"no session {session} is connected");

        if (run.Json)
            run.Terminal.Write(list.Json);
        else if (session is not null && list.Value.Sessions is [var one])
            run.Terminal.Show(About(one, run.Time.GetUtcNow()).Grid);
        else
            Show(run, list.Value);
        SessionTable.TellUnanswered(run.Terminal, list.Value.Unanswered);
        return ExitCode.Ok;
    }

    private static void Show(Invocation run, SessionList list)
    {
        run.Terminal.Show(SessionTable.Of(list.Sessions, run.Time.GetUtcNow()).Table);
        if (list.Total > list.Sessions.Count)
            run.Terminal.Line(Wording.Text($"and {list.Total - list.Sessions.Count:N0} more"));
        else if (list.Total == 0)
            run.Terminal.Line("nobody is connected");
    }

    private static Facts About(Session session, DateTimeOffset now) => new Facts()
        .Add("session", new Cell(session.SessionId, Looks.Heading))
        .Add("user", $"{session.UserId}, {session.Role}")
        .Add("node", session.NodeId)
        .Add("connection", session.ConnectionId)
        .Add("since", $"{Wording.Moment(session.ConnectedAt)}, {Wording.Duration(now - session.ConnectedAt)} ago")
        .Add("resumed", session.Resumed ? "yes: it goes on with an earlier connection's" : "no")
        .Add("rooms", session.Rooms.Count == 0 ? "none" : string.Join(", ", session.Rooms));
}
