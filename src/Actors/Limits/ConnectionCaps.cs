namespace Streaming.Actors.Limits;

/// <summary>How many connections there may be at a time; 0 is no limit.</summary>
/// <param name="PerUser">Of one user.</param>
/// <param name="PerAddress">From one address.</param>
/// <param name="Guests">Of all guests together.</param>
public readonly record struct ConnectionCaps(int PerUser, int PerAddress, int Guests);
