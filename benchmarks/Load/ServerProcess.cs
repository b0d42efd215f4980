using System.Globalization;

namespace Streaming.Benchmarks.Load;

/// <summary>What the server's process has used, as Linux counts it; nothing where the process is not known.</summary>
internal sealed class ServerProcess(int? pid)
{
    /// <summary>USER_HZ: 100 on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Processor time so far, in seconds of one core.</summary>
    public double? CpuSeconds
    {
        get
        {
            if (Read("stat") is not { } stat)
                return null;

            // The program's name stands in brackets and may hold anything; user and system time are fields 14 and 15.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
        }
    }

    /// <summary>Resident memory, in KiB.</summary>
    public long? ResidentKiB =>
        Read("status")?.Split('\n').FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)) is { } line
            ? (long)Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])
            : null;

    /// <summary>Resident memory, in MiB.</summary>
    public double? ResidentMiB => ResidentKiB / 1024.0;

    private string? Read(string file) => pid is null ? null : File.ReadAllText($"/proc/{pid}/{file}");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
