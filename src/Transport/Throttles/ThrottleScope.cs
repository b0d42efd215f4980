namespace Streaming.Transport.Throttles;

/// <summary>By what is counted.</summary>
internal enum ThrottleScope
{
    /// <summary>All connections of a user, in the whole cluster.</summary>
    User,

    /// <summary>One action of a user, in the whole cluster.</summary>
    Action,

    /// <summary>One connection.</summary>
    Connection,

    /// <summary>One address, in the whole cluster.</summary>
    Address,
}
