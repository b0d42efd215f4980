using System.Diagnostics.Metrics;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Sinks.Async;

namespace Streaming.Node.Logging;

/// <summary>
/// Stands between who logs and what is slow: a bounded queue with a thread of its own that writes. An event loop must not wait until
/// somebody reads a full pipe.
/// <para>
/// A line that finds the queue full is dropped. How many were is on the meter <see cref="MeterName"/> at once, and in the log as soon
/// as the queue has been emptied: one line, whatever the level is set to. An orderly end writes what waits, and so does an end by an
/// unhandled exception.
/// </para>
/// </summary>
internal sealed class LogQueue : ILogEventSink, IAsyncLogEventSinkMonitor, IDisposable
{
    public const string MeterName = "Streaming.Log";

    /// <summary>Lines. Some ten MB at most, and minutes of a busy node at its normal level.</summary>
    public const int Capacity = 10_000;

    /// <summary>For one line at the end. What takes none in this time takes no more, and the node has to end nevertheless.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly MessageTemplate DroppedText = new Serilog.Parsing.MessageTemplateParser().Parse(
        "{Count} log lines were dropped: the console did not take them");

    private readonly TimeProvider _time;
    private readonly Logger _queue;
    private readonly Meter _meter = new(MeterName);
    private readonly Lock _ending = new();
    private IAsyncLogEventSinkInspector? _state;
    private long _taken;
    private long _failed;
    private bool _hasEnded;

    /// <param name="writer">What the thread writes to. What it throws is a line lost, and goes to Serilog's <see cref="SelfLog"/>.</param>
    /// <param name="capacity">Lines that may wait.</param>
    public LogQueue(Action<LoggerSinkConfiguration> writer, TimeProvider time, int capacity = Capacity)
    {
        _time = time;
        _queue = new LoggerConfiguration()
            .MinimumLevel.Is(LevelAlias.Minimum)
            .WriteTo.Async(
                to => LoggerSinkConfiguration.Wrap(to, next => new Writer(this, next), writer, LevelAlias.Minimum, null),
                monitor: this, bufferSize: capacity, blockWhenFull: false)
            .CreateLogger();
        _meter.CreateObservableCounter("streaming.log.lines.dropped", () => Dropped, "{line}", "Log lines that were not written");
        _meter.CreateObservableGauge("streaming.log.lines.waiting", () => Waiting, "{line}", "Log lines that wait to be written");
        AppDomain.CurrentDomain.ProcessExit += OnEnd;
        AppDomain.CurrentDomain.UnhandledException += OnEnd;
    }

    /// <summary>Lines that were not written, since the start.</summary>
    public long Dropped => (_state?.DroppedMessagesCount ?? 0) + Interlocked.Read(ref _failed);

    /// <summary>Lines that wait to be written.</summary>
    public int Waiting => _state?.Count ?? 0;

    public void Emit(LogEvent logEvent) => _queue.Write(logEvent);

    /// <summary>Completes when all has been written, or nothing is taken any more. What is logged from here on is not written.</summary>
    public void Dispose()
    {
        // The process may end while the host disposes of its log; the one waits for the other.
        lock (_ending)
        {
            if (_hasEnded)
                return;

            _hasEnded = true;
            AppDomain.CurrentDomain.ProcessExit -= OnEnd;
            AppDomain.CurrentDomain.UnhandledException -= OnEnd;
            var end = new Thread(_queue.Dispose) { IsBackground = true, Name = "end of the log" };
            end.Start();
            long before;
            do
                before = Interlocked.Read(ref _taken);
            while (!end.Join(Patience) && Interlocked.Read(ref _taken) > before);
            _meter.Dispose();
        }
    }

    void IAsyncLogEventSinkMonitor.StartMonitoring(IAsyncLogEventSinkInspector inspector) => _state = inspector;

    // It is asked until the process ends.
    void IAsyncLogEventSinkMonitor.StopMonitoring(IAsyncLogEventSinkInspector inspector)
    {
    }

    private void OnEnd(object? sender, EventArgs e) => Dispose();

    /// <summary>What the thread does with a line.</summary>
    private sealed class Writer(LogQueue queue, ILogEventSink next) : ILogEventSink, IDisposable
    {
        private long _told;

        public void Emit(LogEvent logEvent)
        {
            if (!IsWritten(logEvent))
                Interlocked.Increment(ref queue._failed);
            Interlocked.Increment(ref queue._taken);
            // Not before: while lines are still being dropped, telling of it would cost others their place.
            if (queue.Waiting == 0)
                Tell();
        }

        public void Dispose()
        {
            Tell();
            (next as IDisposable)?.Dispose();
        }

        private void Tell()
        {
            long dropped = queue.Dropped;
            if (dropped == _told)
                return;

            LogEventProperty[] values =
            [
                new("Count", new ScalarValue(dropped - _told)),
                new(Constants.SourceContextPropertyName, new ScalarValue(typeof(LogQueue).FullName)),
            ];
            if (IsWritten(new LogEvent(queue._time.GetLocalNow(), LogEventLevel.Warning, null, DroppedText, values)))
                _told = dropped;
        }

        private bool IsWritten(LogEvent line)
        {
            try
            {
                next.Emit(line);
                return true;
            }
            catch (Exception e)
            {
                // A disk that is full for a moment must not end the thread.
                SelfLog.WriteLine("A line could not be written: {0}", e);
                return false;
            }
        }
    }
}
