namespace Streaming.Actors.Time;

/// <summary>A time on the wheel that code can await. It goes on inside the wheel's turn, so it must not block.</summary>
internal sealed class Pause : WheelEntry
{
    private readonly TaskCompletionSource _over = new();

    public Task Over => _over.Task;

    protected internal override void OnDue() => _over.TrySetResult();
}
