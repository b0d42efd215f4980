namespace Streaming.Simulation.Faults;

/// <summary>A fault of this run's making, as an adapter would report one of the store behind it.</summary>
internal sealed class InjectedFaultException(string message) : IOException(message);
