using System.Diagnostics.CodeAnalysis;

namespace Streaming.Redis.Peers;

/// <summary>Asks of a decoded message what Protocol Buffers do not: that the parts are there, and in their ranges.</summary>
internal static class Whole
{
    /// <exception cref="MalformedMessageException">It is missing.</exception>
    public static T Part<T>([NotNull] T? part)
        where T : class => part ?? throw new MalformedMessageException($"no {typeof(T).Name}");

    /// <exception cref="MalformedMessageException">It is empty.</exception>
    public static string Text(string text) => text.Length > 0 ? text : throw new MalformedMessageException("an id is empty");

    /// <exception cref="MalformedMessageException">No such moment.</exception>
    public static DateTimeOffset Moment(long ticks) =>
        ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new MalformedMessageException("no such moment");
}
