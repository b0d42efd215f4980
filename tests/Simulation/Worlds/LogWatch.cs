using Microsoft.Extensions.Logging;
using Streaming.Simulation.Faults;

namespace Streaming.Simulation.Worlds;

/// <summary>
/// Reads what the node logs. A line at Error or above is a finding, unless its exception is a fault that
/// the run injected itself: that a node complains of a log which is away is as it should be.
/// </summary>
internal sealed class LogWatch(Trace trace) : ILoggerFactory, ILogger
{
    private readonly List<string> _complaints = [];

    public IReadOnlyList<string> Complaints => _complaints;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The watch is the only reader.");

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string line = $"{logLevel}: {formatter(state, exception)}";
        trace.Note(line);
        if (logLevel >= LogLevel.Error && exception is not InjectedFaultException)
            _complaints.Add(exception is null ? line : $"{line} {exception}");
    }

    public void Dispose()
    {
    }
}
