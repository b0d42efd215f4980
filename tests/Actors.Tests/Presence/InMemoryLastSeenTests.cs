using Streaming.Actors.Presence;
using Streaming.Contracts;

namespace Streaming.Actors.Tests.Presence;

public sealed class InMemoryLastSeenTests : LastSeenContract
{
    protected override ILastSeen Create(int maxUsers) => new InMemoryLastSeen(maxUsers);
}
