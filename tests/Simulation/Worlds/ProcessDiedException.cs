namespace Streaming.Simulation.Worlds;

/// <summary>What was started in a process has ended with it.</summary>
internal sealed class ProcessDiedException() : Exception("the process was killed");
