namespace Streaming.Actors.Rooms;

/// <summary>A message's place in the log, and what became of it.</summary>
public sealed record AnnotatedMessage(long Seq, MessageAnnotations Annotations);
