namespace Streaming.Actors.Presence;

/// <summary>What is known of whether a user who is connected does anything.</summary>
internal interface IActivity
{
    /// <summary>When the user was last seen doing something, as far as it has been looked at.</summary>
    DateTimeOffset ActiveAt { get; }

    /// <summary>The user does something. Cheap: every request says so.</summary>
    void Note();
}
