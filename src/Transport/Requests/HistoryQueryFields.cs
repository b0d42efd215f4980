using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary>
/// Reads a history query from a message's <c>data</c> and from a URL's query. Both are the same but for the author's
/// name: in a URL <c>user_id</c> says who a guest is, and must not narrow what that guest sees.
/// </summary>
internal static class HistoryQueryFields
{
    public const string AuthorInMessage = "user_id";
    public const string AuthorInUrl = "author";

    private const int MaxSearchLength = 256;

    /// <summary>What is wrong with it is then in <see cref="RequestFields.Problem"/>.</summary>
    /// <param name="author">The field that limits the page to one user's messages.</param>
    public static HistoryQuery Read(RequestFields fields, string author) => new()
    {
        Limit = (int)(fields.Integer("limit", 1, HistoryQuery.MaxLimit) ?? HistoryQuery.DefaultLimit),
        BeforeSeq = fields.Integer("before_seq", 0, long.MaxValue),
        AfterSeq = fields.Integer("after_seq", 0, long.MaxValue),
        ThreadId = fields.Text("thread_id", ClientMessageReader.MaxLabelLength),
        User = fields.Name(author) is { } user ? new UserId(user) : null,
        Search = fields.Text("search", MaxSearchLength),
        Before = fields.Time("before"),
        After = fields.Time("after"),
    };
}
