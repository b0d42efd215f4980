namespace Streaming.Transport.Pipeline;

/// <summary>The stages that are always there, in their order: what an application's own stage can be put before.</summary>
public enum PipelineStage
{
    /// <summary>Refuses what is over the size limit.</summary>
    Size,

    /// <summary>Reads the envelope. Before it <see cref="MessageContext.Message"/> is not there.</summary>
    Parse,

    /// <summary>Holds users to their rate.</summary>
    Throttle,

    /// <summary>Refuses what the credentials do not allow, and what is switched off.</summary>
    Authorize,

    /// <summary>Lets filters rewrite or refuse content.</summary>
    Filter,

    /// <summary>Lets validators refuse content.</summary>
    Validate,

    /// <summary>Carries the message out.</summary>
    Route,
}
