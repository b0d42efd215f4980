using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Throttles;

/// <summary>The rules that hold now: those of the settings, tightened by how busy the node is.</summary>
internal sealed class ThrottleLimits
{
    private readonly Lock _gate = new();
    private readonly Live<StreamingOptions> _options;
    private volatile ThrottleRules _now;
    private double _factor = 1;

    public ThrottleLimits(LiveSettings settings)
    {
        _options = settings.Derive(static options => options);
        _now = ThrottleRules.Of(_options.Value);
        _options.Changed += _ => Make();
    }

    /// <summary>Take it once for a message.</summary>
    public ThrottleRules Now => _now;

    /// <summary>How much of the limits holds, up to 1.</summary>
    public double Factor
    {
        get
        {
            lock (_gate)
                return _factor;
        }

        set
        {
            lock (_gate)
            {
                if (_factor == value)
                    return;
                _factor = value;
                _now = ThrottleRules.Of(_options.Value, value);
            }
        }
    }

    private void Make()
    {
        lock (_gate)
            _now = ThrottleRules.Of(_options.Value, _factor);
    }
}
