using System.CommandLine;
using System.Globalization;
using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary><c>webhooks dead</c>.</summary>
internal sealed class WebhooksDead : ClusterCommand
{
    private readonly Option<string?> _retry = new("--retry") { Description = "Post this one again, now", HelpName = "ID" };
    private readonly Option<string?> _drop = new("--drop") { Description = "Forget this one", HelpName = "ID" };
    private readonly Option<int> _lines = new("--lines", "-n")
    {
        Description = "How many to list, at most 500", HelpName = "N", DefaultValueFactory = static _ => 100,
    };

    public WebhooksDead(CommonOptions common, Terminal terminal)
        : base("dead", "Events that webhooks could not be told in all their tries", common, terminal)
    {
        foreach (Option option in (Option[])[_retry, _drop, _lines])
            Options.Add(option);
        _lines.Within(1, 500);
        Validators.Add(result =>
        {
            if (result.GetValue(_retry) is not null && result.GetValue(_drop) is not null)
                result.AddError("--retry and --drop exclude each other");
        });
    }

    protected override async Task<int> RunAsync(Invocation run)
    {
        if (run.Value(_retry) is { } retried)
            return await SettleAsync(run, retried, "retry");
        if (run.Value(_drop) is { } dropped)
            return await SettleAsync(run, dropped, "drop");

        var list = await run.GetAsync<DeadLetterList>("webhooks/dead?limit=" + run.Value(_lines).ToString(CultureInfo.InvariantCulture));
        if (run.Json)
            run.Terminal.Write(list.Json);
        else
            Show(run, list.Value);
        return ExitCode.Ok;
    }

    private static async Task<int> SettleAsync(Invocation run, string id, string verb)
    {
        if (id.Split('/') is not [{ Length: > 0 } webhook, { Length: > 0 } letter])
            throw new FailedException(ExitCode.Usage, $"an id is a webhook's name, a slash and a number, as webhooks dead lists them; \"{Printable.Of(id)}\" is none");

        var outcome = await run.PostAsync<DeadLetterOutcome>($"webhooks/{Invocation.Escape(webhook)}/dead/{Invocation.Escape(letter)}/{verb}");
        if (run.Json)
            run.Terminal.Write(outcome.Json);
        else
            run.Terminal.Line($"{outcome.Value.Id} {(verb == "retry" ? "was delivered" : "is dropped")}");
        return ExitCode.Ok;
    }

    private static void Show(Invocation run, DeadLetterList list)
    {
        if (list.Total == 0)
        {
            run.Terminal.Line("there are no dead letters");
            return;
        }

        var table = new Listing("ID", "TYPE", "ROOM", "HAPPENED", "#TRIES", "PROBLEM");
        foreach (var letter in list.Letters)
            table.Add(letter.Id, letter.Type, letter.RoomId, Wording.Moment(letter.Timestamp), letter.Attempts, letter.Problem);
        run.Terminal.Show(table.Table);
        if (list.Total > list.Letters.Count)
            run.Terminal.Line(Wording.Text($"and {list.Total - list.Letters.Count:N0} more"));
    }
}
