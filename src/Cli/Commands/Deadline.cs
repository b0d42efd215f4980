namespace Streaming.Cli.Commands;

/// <summary>How long a command may wait for what it has begun.</summary>
internal readonly struct Deadline(TimeProvider time, TimeSpan span)
{
    private readonly long _began = time.GetTimestamp();

    public bool IsOver => time.GetElapsedTime(_began) >= span;
}
