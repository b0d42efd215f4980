using System.Globalization;

namespace Streaming.Chaos.Histories;

/// <summary>What was done and what was noticed, with the time since the run began: into a file, and to whoever watches.</summary>
internal sealed class RunLog(RunClock clock, string file, Action<string>? watcher) : IDisposable
{
    private readonly TextWriter _file = TextWriter.Synchronized(new StreamWriter(file) { AutoFlush = true });

    public void Say(string what)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{clock.Now.TotalSeconds,8:F3}  {what}");
        _file.WriteLine(line);
        watcher?.Invoke(line);
    }

    public void Dispose() => _file.Dispose();
}
