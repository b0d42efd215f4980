using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Streaming.Node;
using Streaming.Support;

namespace Streaming.Cluster.Tests;

/// <summary>A node that cannot use its Redis says why in one line, within five seconds.</summary>
public sealed class StartTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Start_NobodyAtTheAddress_IsRefused()
    {
        Assert.Contains("cannot be reached", await RefuseAsync("127.0.0.1:1"));
    }

    [Theory]
    [InlineData("", "asks for a password, and there is none in the address")]
    [InlineData(":wrong@", "does not take this user and password")]
    [InlineData("nobody:secret@", "does not take this user and password")]
    public async Task Start_WrongPassword_IsRefusedAtOnce(string credentials, string why)
    {
        await using var redis = new RedisProcess("--requirepass", "secret");
        await redis.StartAsync();

        string line = await RefuseAsync($"redis://{credentials}127.0.0.1:{redis.Port}", "--Streaming:Redis:StartTimeout=1m");

        Assert.EndsWith(why, line);
        Assert.DoesNotContain("wrong@", line);
    }

    [Fact]
    public async Task Start_CertificateOfUnknownAuthority_IsRefusedAtOnce_AndTakenWhenItsAuthorityIsNamed()
    {
        string folder = Directory.CreateTempSubdirectory("redis-tls-").FullName;
        string certificate = Path.Combine(folder, "cert.pem");
        string key = Path.Combine(folder, "key.pem");
        await WriteSelfSignedAsync(certificate, key);
        // TLS on its main port; nothing else listens.
        await using var redis = new RedisProcess(
            "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", certificate, "--tls-auth-clients", "no");
        await redis.StartAsync("--port", "0", "--tls-port", $"{redis.Port}");
        try
        {
            string address = $"rediss://localhost:{redis.Port}";
            Assert.Contains("does not prove who it is by TLS", await RefuseAsync(address, "--Streaming:Redis:StartTimeout=1m"));

            await using var node = await NodeProcess.StartAsync(
                ["--Streaming:Redis:Configuration", address, "--Streaming:Redis:CaFile", certificate]);
            Assert.Empty(node.Errors);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RefuseAsync(string address, string more = "--Streaming:Redis:StartTimeout=0")
    {
        var clock = Stopwatch.StartNew();
        await using var node = NodeProcess.Launch(["--Streaming:Redis:Configuration", address, more, "--urls", "http://127.0.0.1:0"]);

        Assert.Equal(ExitCode.Refused, await node.WaitForExitAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Soon);
        return Assert.Single(node.Errors);
    }

    private static async Task WriteSelfSignedAsync(string certificate, string key)
    {
        using var pair = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", pair, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(certificate, made.ExportCertificatePem());
        await File.WriteAllTextAsync(key, pair.ExportPkcs8PrivateKeyPem());
    }
}
