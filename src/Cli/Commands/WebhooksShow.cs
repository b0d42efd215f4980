using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary><c>webhooks</c>.</summary>
internal sealed class WebhooksShow : ClusterCommand
{
    public WebhooksShow(CommonOptions common, Terminal terminal)
        : base("webhooks", "Who is told of events over HTTP, and how far behind they are", common, terminal) =>
        Subcommands.Add(new WebhooksDead(common, terminal));

    protected override async Task<int> RunAsync(Invocation run)
    {
        var list = await run.GetAsync<WebhookList>("webhooks");
        if (run.Json)
            run.Terminal.Write(list.Json);
        else if (list.Value.Webhooks.Count == 0)
            run.Terminal.Line("there are no webhooks");
        else
            Show(run, list.Value.Webhooks);
        if (list.Value.Unanswered.Count > 0)
            run.Terminal.Remark($"{string.Join(", ", list.Value.Unanswered)} did not answer: what is delivered there is missing here");
        return ExitCode.Ok;
    }

    private static void Show(Invocation run, IReadOnlyList<Webhook> webhooks)
    {
        var table = new Listing("WEBHOOK", "TO", "#DELIVERED", "#RETRIED", "#PENDING", "LAG", "#DEAD", "#LOST", "LAST PROBLEM");
        foreach (var one in webhooks)
        {
            table.Add(
                one.Name,
                one.Url,
                one.Delivered,
                one.Retried,
                one.Pending,
                one.LagMs == 0 ? null : Wording.Duration(TimeSpan.FromMilliseconds(one.LagMs)),
                new Cell(Wording.Text($"{one.DeadLetters:N0}"), one.DeadLetters > 0 ? Looks.Bad : Looks.Label),
                one.Lost,
                one is { LastProblem: { } problem, LastProblemAt: { } at } ? $"{Wording.Moment(at)}: {problem}" : null);
        }

        run.Terminal.Show(table.Table);
    }
}
