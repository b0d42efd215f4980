using System.CommandLine;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary>The whole command: its verbs, as operators of actor clusters know them, and how a run begins and ends.</summary>
internal static class StreamCtl
{
    public static async Task<int> RunAsync(string[] arguments, Surroundings surroundings, Terminal terminal)
    {
        var parsed = Build(new CommonOptions(surroundings), terminal).Parse(arguments);
        bool asksForHelp = parsed.Action is System.CommandLine.Help.HelpAction;
        if (parsed.Errors.Count > 0 && !asksForHelp)
            return Misunderstood(parsed, terminal);

        return await parsed.InvokeAsync(new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error });
    }

    private static RootCommand Build(CommonOptions common, Terminal terminal)
    {
        var root = new RootCommand("Looks into a cluster of streaming nodes, and steers it. Any node answers for all of them.")
        {
            new Command("cluster", "The cluster: its nodes and shards")
            {
                new ClusterShow(common, terminal),
                new ClusterMembers(common, terminal),
                new ClusterShards(common, terminal),
                new ClusterDrain(common, terminal),
                new ClusterRebalance(common, terminal),
            },
            new Command("room", "One room")
            {
                new RoomShow(common, terminal),
                new RoomTail(common, terminal),
            },
            new Command("user", "One user")
            {
                new UserShow(common, terminal),
            },
            new Command("session", "What is connected")
            {
                new SessionShow(common, terminal),
            },
            new WebhooksShow(common, terminal),
            new Command("log", "The logs of rooms")
            {
                new LogVerify(common, terminal),
            },
        };
        common.AddTo(root);
        return root;
    }

    private static int Misunderstood(ParseResult parsed, Terminal terminal)
    {
        // A misspelt verb is told first as "required", and only then as what it is.
        var told = parsed.Errors.FirstOrDefault(static error => error.SymbolResult is null or not System.CommandLine.Parsing.CommandResult)
            ?? parsed.Errors[^1];
        string verb = string.Join(' ', Names(parsed.CommandResult));
        terminal.Remark($"{Printable.Of(told.Message.TrimEnd('.'))}; see {verb} --help");
        return ExitCode.Usage;
    }

    private static Stack<string> Names(System.CommandLine.Parsing.CommandResult result)
    {
        var names = new Stack<string>();
        for (System.CommandLine.Parsing.SymbolResult? at = result; at is System.CommandLine.Parsing.CommandResult command; at = at.Parent)
            names.Push(command.Command is RootCommand ? "streamctl" : command.Command.Name);
        return names;
    }
}
