using Microsoft.Extensions.Logging;

namespace Streaming.Transport.Tests;

/// <summary>Keeps what is logged as an error: nothing that a peer does may end up there.</summary>
internal sealed class RecordingLoggers : ILoggerFactory, ILogger
{
    private readonly List<string> _errors = [];

    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors)
                return [.. _errors];
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (logLevel < LogLevel.Error)
            return;
        lock (_errors)
            _errors.Add($"{formatter(state, exception)} {exception}");
    }
}
