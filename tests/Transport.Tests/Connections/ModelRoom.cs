using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Actors.Time;
using Streaming.Contracts;
using Xunit;

namespace Streaming.Transport.Tests.Connections;

/// <summary>A room's frames, and those who listen to them, on one thread.</summary>
internal sealed class ModelRoom : IDisposable
{
    public static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _clock = new();
    private readonly List<byte[]> _frames = [];

    public ModelRoom(int maxBytes, bool[] writesAtOnce)
    {
        MaxBytes = maxBytes;
        Wheel = new TimingWheel(_clock, NullLogger<TimingWheel>.Instance);
        Listeners = [.. writesAtOnce.Select(atOnce => new ModelListener(this, atOnce))];
    }

    public int MaxBytes { get; }

    public TimingWheel Wheel { get; }

    public IReadOnlyList<byte[]> Frames => _frames;

    public IReadOnlyList<ModelListener> Listeners { get; }

    public void Publish(int size)
    {
        // One that nobody could ever take would end every listener again and again.
        var frame = new byte[Math.Min(size, MaxBytes / 2)];
        Array.Fill(frame, (byte)(_frames.Count * 31));
        BitConverter.TryWriteBytes(frame, _frames.Count);
        _frames.Add(frame);
        foreach (var listener in Listeners)
            listener.Tell(frame);
    }

    public void PassTime() => _clock.Advance(WriteTimeout + TimeSpan.FromSeconds(1));

    /// <summary>From here on every socket takes what it is given, and whoever was closed comes back.</summary>
    public void Settle()
    {
        foreach (var listener in Listeners)
        {
            for (var turn = 0; listener.Has < _frames.Count || !listener.IsIdle; turn++)
            {
                Assert.True(turn < 10 * (_frames.Count + 10), $"{listener.Has} of {_frames.Count} frames, and nothing more comes");
                listener.Drain();
                listener.FinishWrite();
                listener.TryResume();
                listener.GoOnReplaying();
            }
            listener.Leave();
        }
        Assert.Equal(0, Wheel.Count);
    }

    public void Dispose() => Wheel.Dispose();
}
