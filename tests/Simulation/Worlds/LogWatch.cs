using Microsoft.Extensions.Logging;
using Streaming.Actors;
using Streaming.Simulation.Faults;

namespace Streaming.Simulation.Worlds;

/// <summary>
/// Reads what the nodes log. A line at Error or above is a finding, unless its exception is a fault that
/// the run injected itself, or the node's own patience with it: that a node complains of a store which is away is as it should be.
/// </summary>
internal sealed class LogWatch(Trace trace)
{
    private readonly List<string> _complaints = [];

    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>The logs of one life of a node.</summary>
    public ILoggerFactory For(string life) => new Reader(this, life);

    private void Read(string life, LogLevel level, string message, Exception? exception)
    {
        string line = $"{life} {level}: {message}";
        trace.Note(line);
        bool isInjected = exception is InjectedFaultException or TimeoutException or StoreAwayException;
        if (level >= LogLevel.Error && !isInjected)
            _complaints.Add(exception is null ? line : $"{line} {exception}");
    }

    private sealed class Reader(LogWatch watch, string life) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The watch is the only reader.");

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            watch.Read(life, logLevel, formatter(state, exception), exception);

        public void Dispose()
        {
        }
    }
}
