using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Streaming.Chaos;
using Streaming.Chaos.Reports;
using Streaming.Chaos.Runs;

if (CommandLine.Parse(args) is not { } asked)
{
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}

// However it ends, what it started ends first.
using var stopping = new CancellationTokenSource();
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    ChaosReport report = await new ChaosRun(asked.Options, Console.WriteLine).RunAsync(stopping.Token);
    Console.WriteLine();
    Console.Write(ReportTable.Of(report));
    if (asked.JsonFile is { } file)
    {
        var json = new JsonSerializerOptions
        {
            WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        };
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(report, json));
    }

    return report.Violations.Count == 0 ? 0 : 1;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    Console.Error.WriteLine("stopped");
    return 130;
}
