using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Actors.Time;
using Streaming.Contracts;
using Xunit;

namespace Streaming.Actors.Tests.Time;

/// <summary>Any history of scheduling, moving, cancelling and passing time, held against a plain list of due times.</summary>
public sealed class TimingWheelProperties
{
    private const int Entries = 6;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    public enum Kind { Schedule, Cancel, Advance, Jump }

    public sealed record Act(Kind Kind, int Entry, int Milliseconds);

    [Fact]
    public void AnyHistory_WakesExactlyWhatIsDue_InTime()
    {
        var steps = (
            from kind in Gen.Frequency(
                (5, Gen.Constant(Kind.Schedule)), (1, Gen.Constant(Kind.Cancel)),
                (3, Gen.Constant(Kind.Advance)), (1, Gen.Constant(Kind.Jump)))
            from entry in Gen.Choose(0, Entries - 1)
            from milliseconds in Gen.OneOf(Gen.Choose(0, 30), Gen.Choose(0, 500))
            select new Act(kind, entry, milliseconds)).ListOf();

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1_000),
            Prop.ForAll(Arb.From(steps), history => Run([.. history])));
    }

    private static void Run(IReadOnlyList<Act> history)
    {
        var clock = new ManualTimeProvider();
        using var wheel = new TimingWheel(clock, NullLogger<TimingWheel>.Instance, Tick, slots: 4);
        var due = new DateTimeOffset?[Entries];
        var jumping = false;
        var last = (At: DateTimeOffset.MinValue, Due: DateTimeOffset.MinValue);
        var entries = Enumerable.Range(0, Entries).Select(i => new Entry(() =>
        {
            var now = clock.GetUtcNow();
            Assert.NotNull(due[i]);
            Assert.True(due[i] <= now, "early");
            Assert.True(jumping || now - due[i] <= Tick, "late");
            Assert.True(last.At != now || last.Due <= due[i] + Tick, "out of order");
            last = (now, due[i]!.Value);
            due[i] = null;
        })).ToArray();

        foreach (var step in history.Append(new Act(Kind.Advance, 0, 1_000)))
        {
            var span = TimeSpan.FromMilliseconds(step.Milliseconds);
            switch (step.Kind)
            {
                case Kind.Schedule:
                    wheel.Schedule(entries[step.Entry], span);
                    due[step.Entry] = clock.GetUtcNow() + span;
                    break;
                case Kind.Cancel:
                    Assert.Equal(due[step.Entry] is not null, wheel.Cancel(entries[step.Entry]));
                    due[step.Entry] = null;
                    break;
                case Kind.Advance:
                    clock.Advance(span);
                    break;
                case Kind.Jump:
                    jumping = true;
                    clock.Jump(span);
                    jumping = false;
                    break;
            }
            var overdue = due.Count(at => at is not null && at + Tick < clock.GetUtcNow());
            Assert.True(overdue == 0, "never woken");
            Assert.Equal(due.Count(at => at is not null), wheel.Count);
        }
        Assert.Equal(0, clock.ArmedTimers);
    }

    private sealed class Entry(Action onDue) : WheelEntry
    {
        protected internal override void OnDue() => onDue();
    }
}
