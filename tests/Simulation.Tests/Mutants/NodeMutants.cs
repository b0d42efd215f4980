using System.Collections;
using System.Reflection;
using Streaming.Actors;
using Streaming.Actors.Routing;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Tests.Mutants;

/// <summary>Something that a node gets wrong inside, where no port is: done to it again and again.</summary>
internal static class NodeMutants
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(5);

    public static void Repeat(SimulatedProcess process, Action what) =>
        process.Clock.CreateTimer(_ => what(), state: null, Every, Every);

    public static T Field<T>(object of, string name) =>
        (T)of.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(of)!;
}

/// <summary>Forgets the commands that wait for their shard to have an owner.</summary>
internal static class DropsHeld
{
    public static void Begin(StreamingNode node, SimulatedProcess process)
    {
        var queues = (Array)NodeMutants.Field<IEnumerable>(NodeMutants.Field<HeldAsks>(node.Router, "_held"), "_held");
        NodeMutants.Repeat(process, () =>
        {
            foreach (Queue<IHeldAsk> queue in queues)
                queue.Clear();
        });
    }
}
