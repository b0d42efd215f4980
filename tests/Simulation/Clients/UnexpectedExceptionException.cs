namespace Streaming.Simulation.Clients;

/// <summary>A session threw what no injected fault explains.</summary>
internal sealed class UnexpectedExceptionException(string ask, Exception inner) : Exception($"{ask}: {inner.Message}", inner);
