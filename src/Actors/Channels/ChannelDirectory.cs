using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Channels;

/// <summary>What channels are like, and which of them are in use anywhere in the cluster.</summary>
public sealed class ChannelDirectory
{
    /// <summary>Channels named at once.</summary>
    public const int MaxLimit = 200;

    private readonly ShardKeeper _keeper;
    private readonly NodeQuestions _questions;

    internal ChannelDirectory(ShardKeeper keeper, NodeQuestions questions, ChannelPolicies policies) =>
        (_keeper, _questions, Policies) = (keeper, questions, policies);

    public ChannelPolicies Policies { get; }

    /// <summary>Channels that their owners have in memory: somebody listens, or has published within a minute.</summary>
    /// <param name="after">Only those whose names come after it, in ordinal order; empty for all.</param>
    /// <param name="limit">1 to <see cref="MaxLimit"/>.</param>
    /// <param name="which">Those to name.</param>
    public async Task<ActiveChannels> FindActiveAsync(string after, int limit, Func<ChannelId, bool> which)
    {
        var found = ImmutableArray.CreateBuilder<ChannelId>();
        bool isWhole = true;
        while (true)
        {
            (ImmutableArray<ChannelId> page, bool hasMore, bool allAnswered) = await FindPageAsync(after);
            isWhole &= allAnswered;
            foreach (ChannelId channel in page.Where(which))
            {
                if (found.Count == limit)
                    return new ActiveChannels(found.ToImmutable(), HasMore: true, isWhole);
                found.Add(channel);
            }

            if (!hasMore || page.IsEmpty)
                return new ActiveChannels(found.ToImmutable(), HasMore: false, isWhole);
            after = page[^1].Value;
        }
    }

    /// <summary>Up to where all nodes have named theirs.</summary>
    private async Task<(ImmutableArray<ChannelId> Page, bool HasMore, bool AllAnswered)> FindPageAsync(string after)
    {
        NodeAnswer?[] answers = await Task.WhenAll(_keeper.Current.Members.Select(member =>
            _questions.AskAsync(member.Node, new NodeQuestion.FindChannels(after, MaxLimit))));
        NodeAnswer.Channels[] told = [.. answers.OfType<NodeAnswer.Channels>()];
        string? end = told.Where(static one => one.HasMore).Select(static one => one.Found[^1].Value).Min(StringComparer.Ordinal);

        // A channel that has just moved may be in memory on two nodes.
        ImmutableArray<ChannelId> page =
        [
            .. told.SelectMany(static one => one.Found).Distinct()
                .Where(channel => end is null || string.CompareOrdinal(channel.Value, end) <= 0)
                .OrderBy(static channel => channel.Value, StringComparer.Ordinal),
        ];
        return (page, end is not null, told.Length == answers.Length);
    }
}
