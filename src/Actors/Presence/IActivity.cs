namespace Streaming.Actors.Presence;

/// <summary>What is known of a user who is connected, beside their connection.</summary>
internal interface IActivity
{
    /// <summary>When the user was last seen doing something, as far as it has been looked at.</summary>
    DateTimeOffset ActiveAt { get; }

    /// <summary>What was chosen last for the user, here or elsewhere, that others are to see; null where nothing was since they are connected.</summary>
    UserStatus? Chosen { get; }

    /// <summary>The user does something. Cheap: every request says so.</summary>
    void Note();
}
