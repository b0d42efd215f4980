namespace Streaming.Transport.Filters;

/// <summary>A part of a string, in UTF-16 code units.</summary>
/// <param name="End">Behind the last one.</param>
internal readonly record struct TextRange(int Start, int End);
