using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary>Reads a history query, the same from a message's <c>data</c> and from a URL's query.</summary>
internal static class HistoryQueryFields
{
    private const int MaxSearchLength = 256;

    /// <summary>What is wrong with it is then in <see cref="RequestFields.Problem"/>.</summary>
    public static HistoryQuery Read(RequestFields fields) => new()
    {
        Limit = (int)(fields.Integer("limit", 1, HistoryQuery.MaxLimit) ?? HistoryQuery.DefaultLimit),
        BeforeSeq = fields.Integer("before_seq", 0, long.MaxValue),
        AfterSeq = fields.Integer("after_seq", 0, long.MaxValue),
        ThreadId = fields.Text("thread_id", ClientMessageReader.MaxLabelLength),
        User = fields.Name("user_id") is { } user ? new UserId(user) : null,
        Search = fields.Text("search", MaxSearchLength),
        Before = fields.Time("before"),
        After = fields.Time("after"),
    };
}
