using System.Security.Cryptography;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Authentication;

/// <summary>The setting <c>Jwt:PublicKeyFile</c>: one RSA or P-256 public key in PEM.</summary>
internal static class PublicKeyFile
{
    private const string Setting = "Jwt:PublicKeyFile";

    public static JwtKey? Read(string path, ICollection<SettingProblem> problems)
    {
        if (KeyFileText.Read(Setting, path, problems) is not { } pem)
            return null;
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
            return Refuse("must hold the public key alone; this server has no use for the private one");
        if (TryRsa(pem) is { } rsa)
            return PublicKeys.FromRsa(rsa, null) ?? Refuse(PublicKeys.RsaRule);
        if (TryEc(pem) is { } ec)
            return PublicKeys.FromEc(ec, null) ?? Refuse(PublicKeys.EcRule);
        return Refuse("must hold an RSA or P-256 public key in PEM (BEGIN PUBLIC KEY)");

        JwtKey? Refuse(string why)
        {
            problems.Add(new SettingProblem(Setting, path, why));
            return null;
        }
    }

    // One label, PUBLIC KEY, serves both kinds; which it is shows only when it is imported.
    private static RSAParameters? TryRsa(string pem)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return rsa.ExportParameters(includePrivateParameters: false);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static ECParameters? TryEc(string pem)
    {
        using var ec = ECDsa.Create();
        try
        {
            ec.ImportFromPem(pem);
            return ec.ExportParameters(includePrivateParameters: false);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}
