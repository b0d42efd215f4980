using Streaming.Node.Settings;
using Streaming.Support;
using Streaming.Transport.Settings.Live;

namespace Streaming.Node.Tests.Settings;

/// <summary>A settings file that is changed while the node runs.</summary>
public sealed class SettingsFilesTests : IDisposable
{
    private readonly TestFolder _folder = new("node");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_ChangedSettings_AreNamedWithWhatHoldsAtOnce()
    {
        var files = Begin("""{ "Streaming": { "Origins": [ "https://a.example" ], "Cluster": { "Shards": 4 } } }""");

        Write("""{ "Streaming": { "Origins": [ "https://b.example" ], "Cluster": { "Shards": 8 } } }""");
        var good = Assert.IsType<SettingsReading.Good>(files.Read());

        Assert.Equal(["https://b.example"], good.Options.Origins);
        Assert.Equivalent(
            new[]
            {
                new SettingChange("Streaming:Origins", "https://b.example", IsLive: true),
                new SettingChange("Streaming:Cluster:Shards", "8", IsLive: false),
            },
            good.Changes);
    }

    [Fact]
    public void Read_ChangedBack_IsAChangeToo()
    {
        var files = Begin("""{ "Streaming": { "Origins": [ "https://a.example" ] } }""");
        Write("{}");
        files.Read();

        Write("""{ "Streaming": { "Origins": [ "https://a.example" ] } }""");

        Assert.Single(Assert.IsType<SettingsReading.Good>(files.Read()).Changes);
    }

    [Fact]
    public void Read_ChangedSecret_IsNotShown()
    {
        var files = Begin("{}");
        Write($$"""{ "Streaming": { "Jwt": { "Secret": "{{new string('s', 32)}}" } } }""");

        Assert.Null(Assert.Single(Assert.IsType<SettingsReading.Good>(files.Read()).Changes).Value);
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("""{ "Streaming": { "Origns": [] } }""")]
    [InlineData("""{ "Streaming": { "Origins": [ "nowhere" ] } }""")]
    [InlineData("""{ "Streaming": { "Limits": { "MaxOutboundBytes": 1048576, "MaxMessageSize": 1048576 } } }""")]
    public void Read_WhatANodeWouldRefuseToStartWith_IsBroken(string text)
    {
        var files = Begin("{}");
        Write(text);

        Assert.Single(Assert.IsType<SettingsReading.Broken>(files.Read()).Problems);
    }

    [Fact]
    public void Read_FileThatWasThereIsGone_IsBroken_UntilItIsThereAgain()
    {
        // Nobody names it, so that nothing else says that it has to be there. No other test has this spelling.
        string[] arguments = ["--environment", "DEVELOPMENT"];
        const string Text = """{ "Streaming": { "Filters": { "Links": { "MaxUrls": 1 } } } }""";
        string file = NodeSettings.Load(arguments, NoVariables).Files[^1];
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, Text);
            var files = new SettingsFiles(NodeSettings.Load(arguments, NoVariables), arguments, NoVariables);

            File.Delete(file);
            string problem = Assert.Single(Assert.IsType<SettingsReading.Broken>(files.Read()).Problems);
            Assert.StartsWith(file, problem, StringComparison.Ordinal);

            File.WriteAllText(file, Text);
            Assert.Equal(1, Assert.IsType<SettingsReading.Good>(files.Read()).Options.Filters.Links.MaxUrls);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Node_OriginsChangeInItsFile_HoldAtOnceAndABrokenFileChangesNothing()
    {
        string file = Write("""{ "Streaming": { "Origins": [], "ReloadInterval": "50ms" } }""");
        await using var node = await NodeProcess.StartAsync(["--environment", "Development", "--config", file]);
        using var http = new HttpClient { BaseAddress = node.Address };
        Assert.False(await IsAllowedAsync(http));

        Write("""{ "Streaming": { "Origins": [ "https://app.example" ], "ReloadInterval": "50ms" } }""");
        while (!await IsAllowedAsync(http))
            await Task.Yield();
        Write("""{ "Streaming": { "Origins": [ """);
        while (!node.Output.Contains("cannot be used, and the last good ones go on to hold", StringComparison.Ordinal))
            await Task.Yield();

        Assert.True(await IsAllowedAsync(http));
        Assert.Contains("Streaming:Origins is https://app.example from now on", node.Output, StringComparison.Ordinal);
    }

    private static async Task<bool> IsAllowedAsync(HttpClient http)
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/rooms");
        request.Headers.Add("Origin", "https://app.example");
        using var answer = await http.SendAsync(request, deadline.Token);
        return answer.Headers.Contains("Access-Control-Allow-Origin");
    }

    private SettingsFiles Begin(string text)
    {
        string[] arguments = ["--environment", "Development", "--config", Write(text)];
        return new SettingsFiles(NodeSettings.Load(arguments, NoVariables), arguments, NoVariables);
    }

    private static readonly Dictionary<string, string> NoVariables = [];

    private string Write(string text) => _folder.Write("node.json", text);
}
