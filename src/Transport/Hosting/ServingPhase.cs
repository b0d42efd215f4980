namespace Streaming.Transport.Hosting;

/// <summary>Where a node is in its life. It only moves forward.</summary>
public enum ServingPhase
{
    /// <summary>Not listening yet, or not all parts are up.</summary>
    Starting,

    /// <summary>New connections are welcome.</summary>
    Serving,

    /// <summary>Asked to stop: what is in hand is finished, nothing new is taken.</summary>
    Draining,
}
