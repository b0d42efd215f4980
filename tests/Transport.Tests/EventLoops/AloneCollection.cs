using Xunit;

namespace Streaming.Transport.Tests.EventLoops;

/// <summary>Tests that count what the whole process has open, and so run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
