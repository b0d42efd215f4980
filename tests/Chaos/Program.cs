using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Streaming.Chaos;
using Streaming.Chaos.Measures;
using Streaming.Chaos.Reports;
using Streaming.Chaos.Runs;

if (CommandLine.Parse(args) is not { } asked)
{
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}

// However it ends, what it started ends first.
using var stopping = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    return asked.Measure is { } what ? await MeasureAsync(what) : await RunAsync();
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    Console.Error.WriteLine("stopped");
    return 130;
}

catch (Exception exception) when (exception is TimeoutException or InvalidOperationException or HttpRequestException)
{
    Console.Error.WriteLine($"it could not be done: {exception.Message}");
    return 1;
}

async Task<int> RunAsync()
{
    ChaosReport report = await new ChaosRun(asked.Options, Console.WriteLine).RunAsync(stopping.Token);
    Console.WriteLine();
    Console.Write(ReportTable.Of(report));
    await WriteJsonAsync(report);
    return report.Violations.Count == 0 ? 0 : 1;
}

async Task<int> MeasureAsync(string what)
{
    var measuring = new Measuring(asked.Options with { Rooms = Math.Min(asked.Options.Rooms, 10) }, Console.WriteLine);
    IReadOnlyList<MeasureReport> reports = what == "takeover"
        ? await measuring.TakeoverAsync(asked.Times, stopping.Token)
        : await measuring.HandOverAsync(asked.Times, stopping.Token);
    foreach (MeasureReport report in reports)
        Console.WriteLine(report);
    await WriteJsonAsync(reports);
    return 0;
}

async Task WriteJsonAsync<T>(T report)
{
    if (asked.JsonFile is not { } file)
        return;

    var json = new JsonSerializerOptions
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
    await File.WriteAllTextAsync(file, JsonSerializer.Serialize(report, json));
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}
