using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Streaming.Node.Settings;

/// <summary>What the web server itself finds wrong with its section <c>Kestrel</c>, which it reads only when it starts.</summary>
internal static class KestrelFault
{
    private const string Server = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>Whether it is about that section, rather than about a bug.</summary>
    public static bool Is(Exception? exception) =>
        exception is FormatException or InvalidOperationException or ArgumentException or CryptographicException
            or IOException or UnauthorizedAccessException
        && new StackTrace(exception).GetFrames().Any(static frame => IsOfServer(frame));

    /// <summary>One line. A certificate that cannot be used is named by every setting that could mean it.</summary>
    public static SettingFault Describe(
        Exception exception, IConfiguration configuration, Func<string, string?> sourceOf)
    {
        var files = KestrelCertificates.FilesOf(configuration).ToList();
        if (exception is CryptographicException && files is [var first, ..])
        {
            string keys = string.Join(", ", files.Select(static file => file.Path));
            string? value = files.Count == 1 ? first.Value : null;
            return new SettingFault(keys, value, sourceOf(first.Path), "must hold a certificate and its key: " + Line(exception));
        }

        return new SettingFault("Kestrel", null, null, Line(exception));
    }

    private static bool IsOfServer(StackFrame frame) =>
        frame.GetMethod()?.DeclaringType?.Namespace?.StartsWith(Server, StringComparison.Ordinal) == true;

    private static string Line(Exception exception) => exception.Message.ReplaceLineEndings(" ");
}
