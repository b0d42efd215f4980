namespace Streaming.Transport.Filters;

/// <summary>What <c>reason</c> says when a filter of the server refuses (docs/protocol.md, section 5).</summary>
internal static class FilterReasons
{
    public const string Word = "FILTER_WORD";
    public const string Urls = "FILTER_URLS";
    public const string Domain = "FILTER_DOMAIN";
    public const string Mentions = "FILTER_MENTIONS";
    public const string Emoji = "FILTER_EMOJI";
    public const string Repeated = "FILTER_REPEATED";
    public const string Spam = "FILTER_SPAM";
    public const string Permission = "FILTER_PERMISSION";
    public const string Size = "FILTER_SIZE";
    public const string Metadata = "FILTER_METADATA";
}
