using Microsoft.Extensions.Logging;
using Streaming.Actors.Rooms;
using Xunit;

namespace Streaming.Actors.Tests.Features;

/// <summary>
/// Every feature on three nodes: who acts, whom it concerns and who owns it are on different ones; and again with the owner killed between
/// the act and the look at it. The table is <see cref="FeatureTable"/>.
/// </summary>
public sealed class FeatureClusterTests
{
    public static TheoryData<string, bool> Features
    {
        get
        {
            var all = new TheoryData<string, bool>();
            foreach (string feature in FeatureTable.All.Keys)
            {
                all.Add(feature, false);
                all.Add(feature, true);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Features))]
    public void Feature_OnThreeNodes_HoldsAcrossAFailOver(string feature, bool ownerDies)
    {
        using var cluster = new FeatureCluster(ownerDies);

        FeatureTable.All[feature](cluster);

        Assert.Equal(1, cluster.TurningPoints);
        Assert.Empty(cluster.Rig.Lines.At(LogLevel.Error));
    }

    /// <summary>What can be asked of a room, what happens in one and what is heard of it is in some feature: what is added to these is missed here.</summary>
    [Fact]
    public void Table_LeavesNothingOut()
    {
        HashSet<string> seen = [];
        foreach (Action<FeatureCluster> scenario in FeatureTable.All.Values)
        {
            using var cluster = new FeatureCluster(ownerDies: false);
            scenario(cluster);
            seen.UnionWith(cluster.Said.SelectMany(NamesOf));
        }

        Assert.Empty(Expected().Except(seen));
    }

    private static IEnumerable<string> Expected() =>
    [
        .. Kinds<RoomCommand>().Except([nameof(DescribeRoom), nameof(UpdateRoster)]), // of operators, and of the nodes' own
        .. Kinds<RoomEvent>().Except([nameof(EntryUnreadable)]), // of damaged logs
        .. Kinds<EphemeralEvent>(),
        .. Enum.GetValues<ModerationKind>().Select(static one => Named(one)),
        .. Enum.GetValues<RoomAction>().Select(static one => Named(one)),
        .. Enum.GetValues<MessageAction>().Select(static one => Named(one)),
        .. Enum.GetValues<Delivery>().Where(static one => one != Delivery.Reliable).Select(static one => Named(one)),
    ];

    private static string Named(Enum value) => $"{value.GetType().Name}.{value}";

    private static IEnumerable<string> Kinds<T>() =>
        typeof(T).Assembly.GetTypes().Where(static type => !type.IsAbstract && type.IsAssignableTo(typeof(T))).Select(static type => type.Name);

    private static IEnumerable<string> NamesOf(object said) =>
    [
        said.GetType().Name,
        said switch
        {
            ModerateMember moderate => Named(moderate.Kind),
            SetRoomStatus set => Named(set.Action),
            AnnotateMessage annotate => Named(annotate.Action),
            UpdateRoom { Patch.Delivery: { } delivery } => Named(delivery),
            _ => "",
        },
    ];
}
