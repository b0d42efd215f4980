using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Features;

/// <summary>Who is told of what happens in rooms without being in them.</summary>
internal static class OutsideFeatures
{
    /// <summary>Told by the node that owns the room, each event by one: what is behind the hooks of an embedding application.</summary>
    public static void Hooks(FeatureCluster it)
    {
        it.Ann.Say("one");
        int before = it.Observed.Count;
        Assert.Equal(Enumerable.Range(1, before).Select(static seq => $"owner lobby {seq}"), it.Observed);
        it.OwnerMayDie();

        it.Ann.Say("two");
        it.Bob.Do(Commands.Message());
        string[] after = [.. it.Observed.Skip(before)];
        Assert.Equal([$"lobby {before + 1}", $"lobby {before + 2}"], after.Select(static one => one[(one.IndexOf(' ') + 1)..]));
        Assert.Single(after.Select(static one => one.Split(' ')[0]).Distinct());
    }

    /// <summary>At least once, in the order of the room, though the receiver is away when the owner dies.</summary>
    public static void Webhooks(FeatureCluster it)
    {
        it.Ann.Say("one");
        it.Receiver.Takes = static _ => false;
        it.Ann.Say("two");
        it.Ann.Do(Commands.Moderate(ModerationKind.Kick, Some.Bob));
        it.OwnerMayDie();

        it.Receiver.Takes = static _ => true;
        it.Pass(10);
        it.Ann.Say("three");
        it.Pass(1);
        Assert.Equal(
            ["MemberJoined ann", "MemberJoined bob", "Message one", "Message two", "MemberLeft bob", "Message three"],
            it.Receiver.TakenBy("all").Select(static one => one["lobby ".Length..]).Where(static one => one.StartsWith('M')).Distinct());
        Assert.Contains(it.Receiver.TakenBy("all"), static one => one.StartsWith("lobby RoomOccupied", StringComparison.Ordinal));
    }
}
