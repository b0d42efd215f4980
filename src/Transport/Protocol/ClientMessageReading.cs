using Streaming.Actors.Ids;

namespace Streaming.Transport.Protocol;

/// <summary>
/// What <see cref="ClientMessageReader"/> made of some bytes: a message, or what is wrong with it. The id and the
/// room are given whenever they could be read, so that a bad request is answered like any other.
/// </summary>
/// <param name="Message">Null if there is a problem.</param>
/// <param name="Problem">A sentence for the sender, beginning with the field's name where it is about one; else null.</param>
internal readonly record struct ClientMessageReading(ClientMessage? Message, string? Problem, RequestId? Id, RoomId? Room);
