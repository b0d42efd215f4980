namespace Streaming.Simulation.Worlds;

/// <summary>Something that can run now.</summary>
/// <param name="Of">The process whose work it is; null for what belongs to the world: the network, the stores, the clients.</param>
internal readonly record struct ReadyItem(Action Work, SimulatedProcess? Of);
