using Streaming.Actors.Time;

namespace Streaming.Transport.WebSockets;

/// <summary>Bounds the steps of a close, one after the other.</summary>
/// <param name="onPassed">Called when a step takes too long, in order to end whatever it waits for.</param>
internal sealed class Deadline(TimingWheel wheel, Action? onPassed = null) : WheelEntry
{
    private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when a step has taken too long; never otherwise.</summary>
    public Task Passed => _passed.Task;

    /// <summary>The next step may take this long.</summary>
    public void Allow(TimeSpan span) => wheel.Schedule(this, span);

    public void Stop() => wheel.Cancel(this);

    protected override void OnDue()
    {
        _passed.TrySetResult();
        onPassed?.Invoke();
    }
}
