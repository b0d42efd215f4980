using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Hosting;

/// <summary>Whether a request comes in. A closed set.</summary>
internal abstract record Entry
{
    private Entry()
    {
    }

    public sealed record Admitted(Principal Principal) : Entry;

    public sealed record Refused(RequestError Error) : Entry;
}
