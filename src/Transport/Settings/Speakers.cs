namespace Streaming.Transport.Settings;

/// <summary>Who may say something. Each includes those behind it.</summary>
public enum Speakers
{
    /// <summary>Guests, too.</summary>
    Anyone,

    /// <summary>Whoever has credentials.</summary>
    Users,

    /// <summary>Moderators of all rooms.</summary>
    Moderators,

    /// <summary>Back ends.</summary>
    Services,
}
