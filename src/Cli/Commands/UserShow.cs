using System.CommandLine;
using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary><c>user show</c>.</summary>
internal sealed class UserShow : ClusterCommand
{
    private readonly Argument<string> _user = new("USER") { Description = "The user's id" };

    public UserShow(CommonOptions common, Terminal terminal)
        : base("show", "Whether a user is here, where, and by which connections", common, terminal) =>
        Arguments.Add(_user);

    protected override async Task<int> RunAsync(Invocation run)
    {
        var user = await run.GetAsync<User>($"users/{Invocation.Escape(run.Value(_user))}");
        if (run.Json)
            run.Terminal.Write(user.Json);
        else
            Show(run, user.Value);
        return ExitCode.Ok;
    }

    private static void Show(Invocation run, User user)
    {
        var facts = new Facts()
            .Add("user", new Cell(user.UserId, Looks.Heading))
            .Add("status", new Cell(user.Status, user.Status switch
            {
                "online" => Looks.Good,
                "offline" => Looks.Label,
                _ => Looks.Warning,
            }));
        if (user.CustomStatus is { } said)
            facts.Add("says", said);
        facts.Add("rooms", user.Rooms.Count == 0 ? "in none" : string.Join(", ", user.Rooms))
            .Add("connections", user.Sessions.Count);
        run.Terminal.Show(facts.Grid);
        if (user.Sessions.Count > 0)
        {
            run.Terminal.Blank();
            run.Terminal.Show(SessionTable.Of(user.Sessions, run.Time.GetUtcNow()).Table);
        }

        SessionTable.TellUnanswered(run.Terminal, user.Unanswered);
    }
}
