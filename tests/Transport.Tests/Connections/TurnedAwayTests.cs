using Streaming.Transport.Connections;
using Xunit;

namespace Streaming.Transport.Tests.Connections;

public sealed class TurnedAwayTests
{
    [Fact]
    public void Enter_ByManyAtOnce_IsGrantedUpToTheBound_AndAgainWhenTheyHaveLeft()
    {
        var turnedAway = new TurnedAway(null!, null!, null!);
        for (int round = 0; round < 20; round++)
        {
            int entered = 0;
            Parallel.For(0, 1000, _ =>
            {
                if (turnedAway.TryEnter())
                    Interlocked.Increment(ref entered);
            });
            Assert.Equal(128, entered);
            for (int i = 0; i < entered; i++)
                turnedAway.Leave();
        }
    }
}
