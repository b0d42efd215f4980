namespace Streaming.Chaos.Histories;

/// <summary>A run that is over.</summary>
internal sealed record RunRecord(Recorder Recorder, IReadOnlyList<FaultRecord> Faults, IReadOnlyDictionary<string, RoomLogCopy> Logs);
