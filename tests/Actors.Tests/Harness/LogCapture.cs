using Microsoft.Extensions.Logging;

namespace Streaming.Actors.Tests.Harness;

/// <summary>Keeps what was logged, with the values of its fields.</summary>
public sealed class LogCapture : ILoggerFactory, ILogger
{
    private readonly List<LogLine> _lines = [];

    public IReadOnlyList<LogLine> Lines => _lines;

    public IEnumerable<LogLine> At(LogLevel level) => _lines.Where(line => line.Level == level);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var fields = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
        _lines.Add(new LogLine(logLevel, formatter(state, exception), exception, fields.ToDictionary(one => one.Key, one => one.Value?.ToString())));
    }
}

public sealed record LogLine(LogLevel Level, string Text, Exception? Exception, IReadOnlyDictionary<string, string?> Fields);
