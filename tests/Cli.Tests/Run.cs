using System.Text.Json;
using Streaming.Cli.Commands;
using Streaming.Cli.Output;

namespace Streaming.Cli.Tests;

/// <summary>One run of the command, with what it wrote and how it ended.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Output);

    public string[] Lines => Output.TrimEnd('\n').Split('\n');

    /// <param name="arguments">With spaces between them.</param>
    public static Task<Run> OfAsync(Uri url, string arguments, params (string Name, string Value)[] environment) =>
        OfAsync(arguments, [.. environment, ("STREAMCTL_URL", url.AbsoluteUri)]);

    public static async Task<Run> OfAsync(string arguments, params (string Name, string Value)[] environment)
    {
        var variables = environment.ToDictionary(static one => one.Name, static one => one.Value);
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = await StreamCtl.RunAsync(
            arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            new Surroundings(variables.GetValueOrDefault, TimeProvider.System),
            Terminal.ToPipe(output, error));
        return new Run(exitCode, output.ToString(), error.ToString());
    }
}
