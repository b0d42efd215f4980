using Streaming.Node.Settings;
using Streaming.Support;
using Streaming.Transport;
using Streaming.Transport.Settings;

namespace Streaming.Node.Tests.Settings;

/// <summary>What the sources say, and what becomes of it.</summary>
public sealed class NodeSettingsTests : IDisposable
{
    private static readonly string[] Development = ["--environment", "Development"];

    private readonly TestFolder _folder = new("node");
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Nothing_HasTheDefaultsOfTheEnvironment()
    {
        var development = Load(Development);
        var production = Load(["--Streaming:Jwt:Secret", new string('s', 32)]);

        Assert.Equal((false, true, 0), Open(development.Options));
        Assert.Equal((true, false, 20), Open(production.Options));
        Assert.Equal(("Development", "Production"), (development.EnvironmentName, production.EnvironmentName));
        Assert.Equal("http://127.0.0.1:8080", development.Configuration["urls"]);
        Assert.Equal("http://*:8080", production.Configuration["urls"]);

        static (bool, bool, int) Open(StreamingOptions options) =>
            (options.RequireAuth, options.AutoCreateRooms, options.Limits.MaxConnectionsPerIp);
    }

    [Fact]
    public void Load_OneSettingInAllSources_TheHighestCounts()
    {
        string file = _folder.Write("more.json", """{ "Streaming": { "NodeId": "file", "Cluster": { "Shards": 1 }, "Drain": { "Timeout": "1s" } } }""");
        _environment["NODE_ID"] = "short";
        _environment["Streaming__Cluster__Shards"] = "2";
        _environment["Streaming__Drain__Timeout"] = "2s";

        var settings = Load([.. Development, "--config", file, "--Streaming:Drain:Timeout", "3s"]);

        Assert.Empty(settings.Faults);
        Assert.Equal(("short", 2, TimeSpan.FromSeconds(3)),
            (settings.Options.NodeId, settings.Options.Cluster.Shards, settings.Options.Drain.Timeout));
        Assert.Equal("environment variable NODE_ID", settings.Sources["NodeId"]);
        Assert.Equal("environment variable Streaming__Cluster__Shards", settings.Sources["Cluster:Shards"]);
        Assert.Equal("command line --Streaming:Drain:Timeout", settings.Sources["Drain:Timeout"]);
    }

    [Fact]
    public void Load_OwnNameAndShortName_TheOwnNameCounts()
    {
        _environment["SERVER_ID"] = "server";
        Assert.Equal("server", Load(Development).Options.NodeId);
        _environment["NODE_ID"] = "node";
        Assert.Equal("node", Load(Development).Options.NodeId);
        _environment["Streaming__NodeId"] = "own";
        Assert.Equal("own", Load(Development).Options.NodeId);
    }

    [Fact]
    public void Load_ShortNames_StandForTheirSettings()
    {
        foreach (var (name, value) in new[]
        {
            ("PORT", "8123"), ("JWT_SECRET", new string('s', 40)), ("FRONTEND_URL", "https://a.example, https://b.example"),
            ("MAX_CONNECTIONS", "7"), ("HEARTBEAT_INTERVAL", "15000"), ("FAILURE_DETECTION_TIMEOUT", "2500"), ("LOG_LEVEL", "warn"),
        })
        {
            _environment[name] = value;
        }

        var settings = Load(Development);

        Assert.Empty(settings.Faults);
        Assert.Equal("http://127.0.0.1:8123", settings.Configuration["urls"]);
        Assert.Equal(new string('s', 40), settings.Options.Jwt.Secret);
        Assert.Equal(["https://a.example", "https://b.example"], settings.Options.Origins);
        Assert.Equal(7, settings.Options.Limits.MaxConnectionsPerNode);
        Assert.Equal(TimeSpan.FromSeconds(15), settings.Options.Limits.PingInterval);
        Assert.Equal(TimeSpan.FromMilliseconds(2500), settings.Options.Limits.PongTimeout);
        Assert.Equal("Warning", settings.Configuration["Serilog:MinimumLevel:Default"]);
    }

    [Fact]
    public void Load_EmptyShortName_IsAsIfNotSet()
    {
        _environment["PORT"] = "";
        _environment["JWT_SECRET"] = "";
        _environment["REDIS_URL"] = "";

        Assert.Empty(Load(Development).Faults);
    }

    [Theory]
    [InlineData("redis://10.0.0.1", null, CoordinationBackend.Redis)]
    [InlineData("redis://10.0.0.1", "local", CoordinationBackend.Local)]
    [InlineData("", null, CoordinationBackend.Local)]
    public void Load_AddressOfRedis_IsUsedUnlessItIsSaidOtherwise(string address, string? backend, CoordinationBackend expected)
    {
        _environment["REDIS_URL"] = address;
        if (backend is not null)
            _environment["Streaming__Coordination__Backend"] = backend;

        var settings = Load(Development);

        Assert.Empty(settings.Faults);
        Assert.Equal(expected, settings.Options.Coordination.Backend);
    }

    [Fact]
    public void Load_UrlsOfAspNetCore_AreTaken()
    {
        _environment["ASPNETCORE_URLS"] = "http://127.0.0.1:9000";
        Assert.Equal("http://127.0.0.1:9000", Load(Development).Configuration["urls"]);
        Assert.Equal("http://127.0.0.1:9001", Load([.. Development, "--urls=http://127.0.0.1:9001"]).Configuration["urls"]);
    }

    [Fact]
    public void Load_KestrelEndpoints_TakeThePlaceOfTheDefaultAddress()
    {
        _environment["Kestrel__Endpoints__Http__Url"] = "http://127.0.0.1:9000";

        Assert.Null(Load(Development).Configuration["urls"]);
    }

    [Fact]
    public void Load_ListInTwoSources_IsTakenWholeFromTheHigher()
    {
        string file = _folder.Write("more.json", """{ "Streaming": { "Origins": [ "https://a.example", "https://b.example", "https://c.example" ] } }""");
        Assert.Equal(3, Load([.. Development, "--config", file]).Options.Origins.Count);

        _environment["Streaming__Origins__0"] = "https://d.example";
        Assert.Equal(["https://d.example"], Load([.. Development, "--config", file]).Options.Origins);

        Assert.Equal([], Load([.. Development, "--config", file, "--Streaming:Origins="]).Options.Origins);
    }

    [Fact]
    public void Load_ListOfMoreThanTen_KeepsItsOrder()
    {
        string[] origins = [.. Enumerable.Range(0, 12).Select(i => $"https://{i}.example")];
        string file = _folder.Write("more.json", $$"""{ "Streaming": { "Origins": [ "{{string.Join("\", \"", origins)}}" ] } }""");

        Assert.Equal(origins, Load([.. Development, "--config", file]).Options.Origins);
    }

    [Fact]
    public void Load_EmptyList_ReplacesTheDefault()
    {
        string file = _folder.Write("more.json", """{ "Streaming": { "Origins": [] } }""");

        Assert.Equal([], Load([.. Development, "--config", file]).Options.Origins);
    }

    [Fact]
    public void Load_NamesInAnyCase_AreTheSame()
    {
        Assert.Equal(9, Load([.. Development, "--streaming:cluster:SHARDS=9"]).Options.Cluster.Shards);
    }

    [Fact]
    public void Load_AuthProviders_AreNamedAsInTheProtocol()
    {
        Assert.Equal([AuthProvider.ApiKey], Load([.. Development, "--Streaming:AuthProviders=api_key"]).Options.AuthProviders);
    }

    private NodeSettings Load(string[] arguments) => NodeSettings.Load(arguments, _environment);
}
