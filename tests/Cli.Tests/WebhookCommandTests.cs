namespace Streaming.Cli.Tests;

/// <summary>The verbs about webhooks, on what a node answers.</summary>
public sealed class WebhookCommandTests
{
    private const string Listed = """
        {"webhooks":[
          {"name":"billing","url":"https://a.example/***","events":["message"],"delivered":12345,"retried":2,"lost":0,"pending":7,"rooms":1,
           "lag_ms":90000,"dead_letters":3,"last_problem":"answered 500","last_problem_at":"2026-01-01T10:00:00.000Z"},
          {"name":"idle","url":"https://b.example/","events":["presence"],"delivered":0,"retried":0,"lost":0,"pending":0,"rooms":0,"lag_ms":0,"dead_letters":0}],
         "unanswered":["n3"]}
        """;

    private const string Dead = """
        {"total":5,"letters":[
          {"id":"billing/17-0","webhook":"billing","event_id":"e1-7","type":"message","room_id":"lobby","timestamp":"2026-01-01T10:00:00.000Z",
           "attempts":12,"problem":"answered 500","died_at":"2026-01-01T11:00:00.000Z"}]}
        """;

    [Fact]
    public async Task Webhooks_AreListed_WithLagAndDead()
    {
        await using var node = await FakeNode.StartAsync(200, "application/json", Listed);
        Run run = await Run.OfAsync(node.Url, "webhooks");

        Assert.Equal((ExitCode.Ok, "streamctl: n3 did not answer: what is delivered there is missing here\n"), (run.ExitCode, run.Error));
        Assert.Matches("^WEBHOOK +TO +DELIVERED +RETRIED +PENDING +LAG +DEAD +LOST +LAST PROBLEM", run.Lines[0]);
        Assert.Matches(@"^billing +https://a\.example/\*\*\* +12,345 +2 +7 +.*1.* +3 +0 +.*answered 500$", run.Lines[1]);
        Assert.Matches("^idle ", run.Lines[2]);
        Assert.Equal(["GET /cluster/webhooks"], node.Requests);
    }

    [Fact]
    public async Task Webhooks_WhereThereAreNone_SaysSo()
    {
        await using var node = await FakeNode.StartAsync(200, "application/json", """{"webhooks":[],"unanswered":[]}""");

        Assert.Equal("there are no webhooks", Assert.Single((await Run.OfAsync(node.Url, "webhooks")).Lines));
    }

    [Fact]
    public async Task Dead_AreListed_AndMoreAreCounted()
    {
        await using var node = await FakeNode.StartAsync(200, "application/json", Dead);
        Run run = await Run.OfAsync(node.Url, "webhooks dead -n 1");

        Assert.Matches(@"^billing/17-0 +message +lobby +.* +12 +answered 500$", run.Lines[1]);
        Assert.Equal("and 4 more", run.Lines[2]);
        Assert.Equal(["GET /cluster/webhooks/dead?limit=1"], node.Requests);
    }

    [Theory]
    [InlineData("retry", "delivered", "billing/17-0 was delivered")]
    [InlineData("drop", "dropped", "billing/17-0 is dropped")]
    public async Task Dead_IsSettled_ByItsId(string verb, string state, string line)
    {
        await using var node = await FakeNode.StartAsync(200, "application/json", $$"""{"id":"billing/17-0","state":"{{state}}"}""");
        Run run = await Run.OfAsync(node.Url, $"webhooks dead --{verb} billing/17-0");

        Assert.Equal((ExitCode.Ok, line), (run.ExitCode, Assert.Single(run.Lines)));
        Assert.Equal([$"POST /cluster/webhooks/billing/dead/17-0/{verb}"], node.Requests);
    }

    [Theory]
    [InlineData("webhooks dead --retry nothing")]
    [InlineData("webhooks dead --retry /1")]
    [InlineData("webhooks dead --retry a/1 --drop a/1")]
    [InlineData("webhooks dead -n 0")]
    public async Task Dead_AskedForInNoWay_IsRefusedHere(string command)
    {
        await using var node = await FakeNode.StartAsync(200, "application/json", Dead);

        Assert.Equal(ExitCode.Usage, (await Run.OfAsync(node.Url, command)).ExitCode);
        Assert.Empty(node.Requests);
    }

    [Fact]
    public async Task Dead_ThatIsNotTaken_IsToldAsTheNodeSaysIt()
    {
        await using var node = await FakeNode.StartAsync(503, "application/problem+json", """{"detail":"not delivered: answered 500; it stays a dead letter"}""");
        Run run = await Run.OfAsync(node.Url, "webhooks dead --retry billing/17-0");

        Assert.Equal((ExitCode.Refused, "streamctl: refused: not delivered: answered 500; it stays a dead letter\n"), (run.ExitCode, run.Error));
    }
}
