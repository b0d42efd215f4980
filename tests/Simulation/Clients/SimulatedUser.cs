using System.Globalization;
using Streaming.Actors.Ids;

namespace Streaming.Simulation.Clients;

/// <summary>A person with several tabs open; what the tabs share.</summary>
internal sealed class SimulatedUser(UserId id, bool echo)
{
    private int _requests;

    public UserId Id { get; } = id;

    /// <summary>Whether this user's tabs want to be sent their own messages: a session that one tab takes over from another keeps what it was.</summary>
    public bool Echo { get; } = echo;

    public List<SimulatedClient> Tabs { get; } = [];

    /// <summary>Whether they ever chose to appear offline: then a roster may show them or not.</summary>
    public bool HasHidden { get; set; }

    public RequestId NextRequest() => new(string.Create(CultureInfo.InvariantCulture, $"{Id}-r{++_requests}"));
}
