using System.Net;
using System.Net.Sockets;
using Streaming.Support;

namespace Streaming.Node.Tests.Settings;

/// <summary>The real program, started with something wrong: exit code 2, and lines on stderr that say what.</summary>
public sealed class RefusedStartTests : IDisposable
{
    private readonly TestFolder _folder = new("node");

    public void Dispose() => _folder.Dispose();

    // Settings file, environment variable, arguments; and the lines that are expected.
    public static TheoryData<string?, string?, string, string[]> WrongStarts => new()
    {
        {
            """{ "Streaming": { "Limits": { "PingIntervall": "10s" } } }""", null, "",
            ["Streaming:Limits:PingIntervall (from config/appsettings.json): there is no such setting; did you mean Streaming:Limits:PingInterval?"]
        },
        {
            """{ "Streaming": { "Cluster": { "Shards": 0 } } }""", null, "",
            ["Streaming:Cluster:Shards = \"0\" (from config/appsettings.json): must be a whole number from 1 to 16384"]
        },
        {
            """{ "Straming": { "NodeId": "n1" } }""", null, "",
            ["Straming:NodeId (from config/appsettings.json): there is no such setting; did you mean Streaming:NodeId?"]
        },
        {
            "{ \"Streaming\": {\n  \"NodeId\": n1 } }", null, "",
            ["config/appsettings.json: is not the JSON of a settings file, see line 2"]
        },
        {
            "[]", null, "",
            ["config/appsettings.json: is not the JSON of a settings file"]
        },
        {
            null, "Streaming__RequireAuth=maybe", "",
            ["Streaming:RequireAuth = \"maybe\" (from environment variable Streaming__RequireAuth): must be true or false"]
        },
        {
            null, "Streaming__Frobnicate=1", "",
            ["Streaming:Frobnicate (from environment variable Streaming__Frobnicate): there is no such setting"]
        },
        {
            null, "PORT=http", "",
            ["urls = \"http\" (from environment variable PORT): must be a port from 0 to 65535"]
        },
        {
            null, "HEARTBEAT_INTERVAL=10s", "",
            ["Streaming:Limits:PingInterval = \"10s\" (from environment variable HEARTBEAT_INTERVAL): must be a number of milliseconds"]
        },
        {
            null, "FAILURE_DETECTION_TIMEOUT=1", "",
            ["Streaming:Limits:PongTimeout = \"1ms\" (from environment variable FAILURE_DETECTION_TIMEOUT): must be a time from 100ms to 10m, such as 00:00:30, 30s or 500ms"]
        },
        {
            null, "LOG_LEVEL=loud", "",
            ["Serilog:MinimumLevel:Default = \"loud\" (from environment variable LOG_LEVEL): must be verbose, debug, information, warning, error or fatal"]
        },
        {
            null, "JWT_SECRET=tooshort", "",
            ["Streaming:Jwt:Secret (from environment variable JWT_SECRET): must be a text of 32 characters or more"]
        },
        {
            null, "REDIS_URL=redis://app:hush@:port", "",
            ["Streaming:Redis:Configuration = \"redis://app:***@:port\" (from environment variable REDIS_URL): must be redis://[[user]:password@]host[:port][,host[:port]][/database], rediss:// for TLS, or a configuration of StackExchange.Redis"]
        },
        {
            null, "REDIS_KEY_PREFIX={chat}:", "--Streaming:Redis:Configuration=127.0.0.1:6379",
            ["Streaming:Redis:KeyPrefix = \"{chat}:\" (from environment variable REDIS_KEY_PREFIX): must be 1 to 64 characters without spaces and braces"]
        },
        {
            null, "DATABASE_URL=postgres://app:hush@db/chat", "",
            ["DATABASE_URL (from the environment): must not be set: this build has no archive in PostgreSQL yet"]
        },
        {
            null, null, "--Streaming:Sessions:Ttl=30",
            ["Streaming:Sessions:Ttl = \"30\" (from command line --Streaming:Sessions:Ttl): must be a time from 1s to 1d, such as 00:00:30, 30s or 500ms"]
        },
        {
            null, null, "--Streaming:Coordination:Backend redis",
            ["Streaming:Coordination:Backend = \"redis\" (from command line --Streaming:Coordination:Backend): needs an address: set Redis:Configuration or REDIS_URL"]
        },
        {
            null, null, "--Streaming:Cluster:LeaseMs=1000 --Streaming:Cluster:RenewMs=600",
            ["Streaming:Cluster:RenewMs = \"600\" (from command line --Streaming:Cluster:RenewMs): must be at most half of Cluster:LeaseMs, which is 1000"]
        },
        {
            null, null, "--Streaming:NodeId=n/1 --Streaming:Origins=example.com",
            [
                "Streaming:NodeId = \"n/1\" (from command line --Streaming:NodeId): must be 1 to 64 of the characters A-Z a-z 0-9 _ . -",
                "Streaming:Origins = \"example.com\" (from command line --Streaming:Origins): must be a list of scheme://host[:port], or *",
            ]
        },
        {
            null, null, "--Streaming:Limits:MaxMessageSize=300000 --Streaming:Limits:MaxOutboundBytes=1048576",
            ["Streaming:Limits:MaxOutboundBytes = \"1048576\" (from command line --Streaming:Limits:MaxOutboundBytes): must be at least four times Limits:MaxMessageSize, which is 300000"]
        },
        {
            null, null, "--environment Production",
            ["Streaming:RequireAuth = \"true\" (from the defaults): lets nobody in without keys: set Jwt:Secret, Jwt:PublicKeyFile, Jwt:JwksFile or ApiKeys:File, or set RequireAuth to false"]
        },
        {
            null, null, "--config nowhere.json",
            ["nowhere.json: there is no such settings file"]
        },
        {
            null, null, "--urls ftp://127.0.0.1",
            ["urls = \"ftp://127.0.0.1\" (from command line --urls): must be addresses such as http://127.0.0.1:8080, with ; between them"]
        },
        {
            null, null, "--urls https://127.0.0.1:0",
            ["urls = \"https://127.0.0.1:0\" (from command line --urls): needs a certificate: set Kestrel:Certificates:Default:Path and KeyPath, or let a proxy end TLS"]
        },
        {
            null, null, "--urls http://nosuchhost.invalid:0",
            ["urls = \"http://nosuchhost.invalid:0\" (from command line --urls): must name an IP address, localhost, or * for all addresses: a server listens on no other names"]
        },
        {
            null, null, "--Kestrel:Endpoints:Chat:Url=http://locahlost:0",
            ["Kestrel:Endpoints:Chat:Url = \"http://locahlost:0\" (from command line --Kestrel:Endpoints:Chat:Url): must name an IP address, localhost, or * for all addresses: a server listens on no other names"]
        },
        {
            null, "ASPNETCORE_HTTP_PORTS=web", "",
            ["http_ports = \"web\" (from environment variable ASPNETCORE_HTTP_PORTS): must be ports from 0 to 65535, with ; between them"]
        },
        {
            null, null, "--Kestrel:Endpoints:Chat:Url=foo",
            ["Kestrel:Endpoints:Chat:Url = \"foo\" (from command line --Kestrel:Endpoints:Chat:Url): must be addresses such as http://127.0.0.1:8080, with ; between them"]
        },
        {
            null, null, "--urls https://127.0.0.1:0 --Kestrel:Certificates:Default:Path=/nowhere/cert.pem",
            ["Kestrel:Certificates:Default:Path = \"/nowhere/cert.pem\" (from command line --Kestrel:Certificates:Default:Path): must name a readable file; there is none at /nowhere/cert.pem"]
        },
        {
            """{ "Serilog": { "MinimumLevel": { "Override": { "Streaming": "Loud" } } } }""", null, "",
            ["Serilog:MinimumLevel:Override:Streaming = \"Loud\" (from config/appsettings.json): must be Verbose, Debug, Information, Warning, Error or Fatal"]
        },
        {
            null, null, "--nodeid=n1",
            ["nodeid (from command line --nodeid): there is no such setting; did you mean Streaming:NodeId?"]
        },
        {
            null, null, "--urls",
            ["--urls (from the command line): must be followed by its value"]
        },
        {
            null, null, "-v",
            ["-v (from the command line): there is no such option; see --help"]
        },
        {
            null, null, "frobnicate",
            ["\"frobnicate\" is no verb; see --help"]
        },
    };

    [Theory]
    [MemberData(nameof(WrongStarts))]
    public async Task Start_SomethingWrong_IsRefusedInOneLineEach(
        string? file, string? variable, string arguments, string[] lines)
    {
        if (file is not null)
            _folder.Write("config/appsettings.json", file);

        Assert.Equal(lines, await RefuseAsync(variable, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task Start_SeveralThingsWrong_AllAreSaidAtOnce()
    {
        _folder.Write("config/appsettings.json", """{ "Streaming": { "NodeIdd": "n1", "AuthProviders": [ "jwt", "magic" ] } }""");

        string[] lines = await RefuseAsync("Streaming__Drain__Timeout=soon", ["--Streaming:EnableTyping=yes"]);

        Assert.Equal(4, lines.Length);
        Assert.Contains("Streaming:AuthProviders = \"jwt,magic\" (from config/appsettings.json): must be a list of jwt and api_key", lines);
    }

    [Fact]
    public async Task Start_KeyFilesWrong_AreNamedWithTheirSettings()
    {
        string pem = _folder.Write("key.pem", "not a key");
        string keys = _folder.Write("keys.json", """{ "keys": [ { "name": "a" } ] }""");

        string[] lines = await RefuseAsync(
            null, ["--Streaming:Jwt:PublicKeyFile", pem, "--Streaming:Jwt:JwksFile", "gone.json", "--Streaming:ApiKeys:File", keys]);

        Assert.Equal(
            [
                $"Streaming:Jwt:PublicKeyFile = \"{pem}\" (from command line --Streaming:Jwt:PublicKeyFile): must hold an RSA or P-256 public key in PEM (BEGIN PUBLIC KEY)",
                $"Streaming:Jwt:JwksFile = \"gone.json\" (from command line --Streaming:Jwt:JwksFile): must name a readable file; there is none at {Path.Combine(_folder.Path, "gone.json")}",
                $"Streaming:ApiKeys:File = \"{keys}\" (from command line --Streaming:ApiKeys:File): key 1 (a) must have a sha256 of 64 hexadecimal digits",
            ],
            lines);
    }

    [Fact]
    public async Task Start_CertificateIsNone_IsRefusedInOneLine()
    {
        string pem = _folder.Write("cert.pem", "not a certificate");

        string[] lines = await RefuseAsync(null, ["--urls=https://127.0.0.1:0", "--Kestrel:Certificates:Default:Path", pem]);

        Assert.StartsWith(
            $"Kestrel:Certificates:Default:Path = \"{pem}\" (from command line --Kestrel:Certificates:Default:Path): must hold a certificate and its key: ",
            Assert.Single(lines));
    }

    [Fact]
    public async Task Start_KestrelTurnsItsOwnSettingDown_IsRefusedInOneLine()
    {
        string[] lines = await RefuseAsync(
            null, ["--Kestrel:Endpoints:Chat:Url=http://127.0.0.1:0", "--Kestrel:Endpoints:Chat:Certificate:Subject=nobody"]);

        Assert.StartsWith("Kestrel: ", Assert.Single(lines));
    }

    [Fact]
    public async Task Start_ConfigFileIsAFolder_IsRefused()
    {
        Assert.Equal([$"{_folder.Path}: the settings file cannot be opened"], await RefuseAsync(null, ["--config", _folder.Path]));
    }

    [Fact]
    public async Task Start_PortInUse_IsRefusedInOneLine()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        string url = $"http://{other.LocalEndpoint}";

        string[] lines = await RefuseAsync(null, ["--urls", url]);

        Assert.Equal(
            [$"urls = \"{url}\" (from command line --urls): is in use by another program; choose another port with --urls or PORT"],
            lines);
    }

    [Fact]
    public async Task Start_AddressOfAnotherMachine_IsRefusedInOneLine()
    {
        // 192.0.2.0/24 is kept for documentation (RFC 5737): no machine has it.
        string[] lines = await RefuseAsync(null, ["--urls", "http://192.0.2.1:8080"]);

        Assert.Equal(["urls = \"http://192.0.2.1:8080\" (from command line --urls): is no address of this machine"], lines);
    }

    // The lines on stderr; nothing may be on stdout, and the exit code has to be 2.
    private async Task<string[]> RefuseAsync(string? variable, IEnumerable<string> arguments)
    {
        var environment = new Dictionary<string, string?>();
        if (variable?.Split('=', 2) is [var name, var value])
            environment[name] = value;
        await using var node = NodeProcess.Launch(arguments, environment, _folder.Path);

        Assert.Equal(ExitCode.Refused, await node.WaitForExitAsync());
        Assert.Equal(string.Join('\n', node.Errors), node.Output);
        return [.. node.Errors];
    }
}
