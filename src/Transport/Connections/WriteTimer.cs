using Streaming.Actors.Time;

namespace Streaming.Transport.Connections;

/// <summary>Tells an outbox's owner when a write has taken too long.</summary>
internal sealed class WriteTimer(TimingWheel wheel, TimeSpan timeout, IOutboxOwner owner) : WheelEntry
{
    public void Start() => wheel.Schedule(this, timeout);

    public void Stop() => wheel.Cancel(this);

    protected override void OnDue() => owner.OnOutboxFailed(OutboxFailure.WriteTimedOut);
}
