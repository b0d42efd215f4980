using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Simulation.Histories;

/// <summary>Something that a user wanted done to a room, a member or a message, under one id, however many tries that took.</summary>
internal sealed class Deed(RoomId room, RoomCommand command)
{
    public RoomId Room { get; } = room;

    public RoomCommand Command { get; } = command;

    public List<Ask> Tries { get; } = [];

    public override string ToString() => $"{Command.GetType().Name} {Command.Request} in {Room}";
}
