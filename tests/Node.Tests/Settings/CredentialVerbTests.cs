using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Streaming.Support;

namespace Streaming.Node.Tests.Settings;

/// <summary><c>token</c> and <c>apikey</c>: what they make, a node takes.</summary>
public sealed class CredentialVerbTests
{
    private const string Secret = "a secret that nobody is to see ever";

    [Fact]
    public async Task Token_IsSignedWithTheSecret()
    {
        var (exitCode, output) = await RunAsync("token", "--user", "ann", "--scope", "connect publish", "--ttl", "5m", "--Streaming:Jwt:Secret", Secret);
        string[] parts = output.Split('.');
        var claims = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]))!;
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));

        Assert.Equal((0, "ann", "connect publish"), (exitCode, (string?)claims["sub"], (string?)claims["scope"]));
        Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(signature), parts[2]);
        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds((long)claims["exp"]!) - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("token needs --user", "token")]
    [InlineData("token needs a secret", "token", "--user", "ann")]
    [InlineData("--ttl must be a time", "token", "--user", "ann", "--ttl", "soon")]
    [InlineData("apikey needs --user ID or --service NAME", "apikey")]
    [InlineData("apikey needs --user ID or --service NAME", "apikey", "--user", "ann", "--service", "billing")]
    public async Task WhatIsMissing_IsSaid(string said, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains(said, output);
    }

    [Fact]
    public async Task ApiKey_IsInTheKeyFileByItsHash()
    {
        var (exitCode, output) = await RunAsync("apikey", "--service", "billing", "--scope", "publish");
        string[] lines = output.Split('\n');
        var entry = JsonNode.Parse(lines[1])!;

        Assert.Equal(0, exitCode);
        Assert.Equal(64, lines[0].Trim().Length);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines[0].Trim()))), (string?)entry["sha256"]);
        Assert.Equal(("billing", "publish"), ((string?)entry["service"], (string?)entry["scopes"]![0]));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var folder = new TestFolder("node");
        folder.Write("config/appsettings.json", "{}");
        await using var node = NodeProcess.Launch(arguments, folder: folder.Path);
        return (await node.WaitForExitAsync(), node.Output);
    }
}
