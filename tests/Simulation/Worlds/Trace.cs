using System.Globalization;

namespace Streaming.Simulation.Worlds;

/// <summary>
/// What happened in a world, in order: always as one running hash (64-bit FNV-1a), by which two runs of a seed are
/// compared, and as text when somebody wants to read it.
/// </summary>
internal sealed class Trace(SimulatedClock clock, Action<string>? reader)
{
    public ulong Hash { get; private set; } = 14695981039346656037;

    public void Note(string note)
    {
        Add((ulong)clock.Now);
        foreach (char c in note)
            Add(c);

        if (reader is not null)
            reader(Line(note));
    }

    /// <summary>For who reads; what it tells follows from the rest.</summary>
    public void Tell(string what) => reader?.Invoke(Line(what));

    private string Line(string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{TimeSpan.FromTicks(clock.Now).TotalSeconds,10:F4}  {what}");

    private void Add(ulong value) => Hash = (Hash ^ value) * 1099511628211;
}
