using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Hooks;

/// <summary>What became of an addition: what the room answered, or why it was not asked to.</summary>
internal readonly record struct AdditionOutcome
{
    public AdditionOutcome(RoomReply reply) => Reply = reply;

    public AdditionOutcome(RequestError refusal) => Refusal = refusal;

    /// <summary>Null where the room was not asked to.</summary>
    public RoomReply? Reply { get; }

    public RequestError? Refusal { get; }

    /// <summary>Why it was not done.</summary>
    /// <exception cref="System.Diagnostics.UnreachableException">It was done.</exception>
    public RequestError Error => Refusal ?? RoomErrors.Of(Reply!);
}
