using System.Globalization;
using System.Text.Json;

namespace Streaming.Benchmarks.Load;

/// <summary>The figures as a table that can be put into a document as it is.</summary>
internal static class ResultTable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Print(LoadResult result, bool isFirst)
    {
        if (isFirst)
        {
            Console.WriteLine("| scenario | load | published/s | deliveries/s | per server CPU s | p50 ms | p99 ms | p99.9 ms | server MiB | lost, doubled, refused |");
            Console.WriteLine("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {result.Scenario} | {result.Load} | {Rate(result.Published, result.Seconds)} | {result.DeliveriesPerSecond:N0} | {result.DeliveriesPerServerCpuSecond:N0} | {result.P50:0.##} | {result.P99:0.##} | {result.P999:0.##} | {result.ServerMib:N0} | {result.Lost}, {result.Doubled}, {result.Refused} |"));
        if (result.Trouble is { } trouble)
            Console.Error.WriteLine($"{result.Scenario}: {trouble}");
    }

    public static Task SaveAsync(IReadOnlyList<LoadResult> results, string file) =>
        File.WriteAllTextAsync(file, JsonSerializer.Serialize(results, Indented));

    private static string Rate(long count, double seconds) =>
        (seconds > 0 ? count / seconds : 0).ToString("N0", CultureInfo.InvariantCulture);
}
