using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Streaming.Actors.Webhooks;
using Xunit;

namespace Streaming.Actors.Tests.Webhooks;

/// <summary>What waits to be posted is what the log would give.</summary>
public sealed class RecentEventsTests
{
    private readonly RecentEvents _recent = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Deletion_TakesTheContentOfWhatWaits(bool inOneBatch)
    {
        ImmutableArray<RoomEvent> said = [Some.Message(2, text: "kept"), Some.Message(3, text: "gone")];
        RoomEvent deletion = new MessageAnnotated
        {
            Seq = 4, Timestamp = Some.Noon, By = Some.Ann, Request = Some.NewRequest(), Action = MessageAction.Delete, Target = 3, Author = Some.Ann,
            Redacted = [3],
        };
        if (inOneBatch)
        {
            _recent.Add([.. said, deletion]);
        }
        else
        {
            _recent.Add(said);
            _recent.Add([deletion]);
        }

        ImmutableArray<RoomEvent> waiting = _recent.After(1);

        Assert.Equal([2L, 3L, 4L], waiting.Select(static e => e.Seq));
        Assert.Equal([said[0], said[1].WithoutContent()], waiting[..2].AsEnumerable());
    }
}
