using System.Text;
using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Filters;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings;
using Xunit;

namespace Streaming.Transport.Tests.Filters;

/// <summary>What metadata may be, and what credentials allow.</summary>
public sealed class MetadataTable
{
    [Theory]
    [InlineData("", "ok")]
    [InlineData("{}", "ok")]
    [InlineData("""{"a":1,"b":2}""", "ok")]
    [InlineData("""{"a":1,"b":2,"c":3,"d":4}""", """metadata {"a":1,"b":2,"c":3}""")]
    [InlineData("""{"a":1,"secret":2}""", """metadata {"a":1}""")]
    [InlineData("""{"a":1,"s\u0065cret":2}""", """metadata {"a":1}""")]
    [InlineData("""{"\ud800":1,"secret":2}""", """metadata {"\ud800":1}""")]
    [InlineData("""{"secret":{"a":1}}""", "metadata ")]
    [InlineData("""{"Secret":1}""", "ok")]
    [InlineData("""{"averylongname":1,"b":2}""", """metadata {"b":2}""")]
    [InlineData("""{"a":"12345678901","b":"12345678"}""", """metadata {"b":"12345678"}""")]
    [InlineData("""{"a":[[1]],"b":[1]}""", """metadata {"b":[1]}""")]
    [InlineData("""{"a":"[[[\"{"}""", "ok")]
    public void Members_AreTakenAway(string metadata, string outcome)
    {
        Assert.Equal(outcome, Filtering.OutcomeOf(Metadata(MetadataAction.Drop), "1", metadata));
        Assert.Equal(outcome == "ok" ? "ok" : "FILTER_METADATA", Filtering.OutcomeOf(Metadata(MetadataAction.Reject), "1", metadata));
    }

    [Theory]
    [InlineData("""{"a":1}""", "ok")]
    [InlineData("""{"a":1,"b":2}""", "FILTER_METADATA")]
    public void OnlyAllowedKeys_WhereThereAreAny(string metadata, string outcome) => Assert.Equal(outcome, Filtering.OutcomeOf(
        Filtering.Filter(static settings => new MetadataFilter(settings), static options => options.Filters.Metadata.AllowedKeys = ["a"]), "1", metadata));

    [Theory]
    [InlineData("", "ok")]
    [InlineData("""{"a":1}""", "ok")]
    [InlineData("""{"\ud800":1,"\udc00flags":2}""", "ok")]
    [InlineData("""{"flags":["word"]}""", "metadata ")]
    [InlineData("""{"a":"\ud800","fl\u0061gs":["word"],"b":2,"flags":3}""", """metadata {"a":"\ud800","b":2}""")]
    public void Flags_AreTheServers(string metadata, string outcome)
    {
        var filter = Permission(static _ => { });

        Assert.Equal(outcome, Filtering.OutcomeOf(filter, "1", metadata));
        Assert.Equal("ok", Filtering.OutcomeOf(filter, "1", metadata, Filtering.BackEnd));
    }

    [Theory]
    [InlineData("", """{"flags":["word"]}""")]
    [InlineData("{}", """{"flags":["word"]}""")]
    [InlineData("""{ "a" : 1 }""", """{"a" : 1,"flags":["word"]}""")]
    [InlineData("""{"flags":["spam"],"a":1}""", """{"a":1,"flags":["spam","word"]}""")]
    [InlineData("""{"flags":[ ]}""", """{"flags":["word"]}""")]
    [InlineData("""{"flags":"x"}""", """{"flags":["word"]}""")]
    [InlineData("""{"\ud800":1}""", """{"\ud800":1,"flags":["word"]}""")]
    public void AFlag_GoesBehindThoseThatAreThere(string metadata, string outcome) => Assert.Equal(
        outcome, Encoding.UTF8.GetString(MetadataFlags.Add(Encoding.UTF8.GetBytes(metadata), "word").Span));

    [Fact]
    public void Links_AreForWhomTheSettingsSay()
    {
        string Outcome(Speakers speakers, Principal principal) => Filtering.OutcomeOf(
            Permission(options => options.Filters.Permission.Links = speakers), "\"see a.com\"", principal: principal);

        Assert.Equal(
            ["ok", "FILTER_PERMISSION", "FILTER_PERMISSION", "FILTER_PERMISSION"], Enum.GetValues<Speakers>().Select(one => Outcome(one, Filtering.Guest)));
        Assert.Equal(
            ["ok", "ok", "FILTER_PERMISSION", "FILTER_PERMISSION"], Enum.GetValues<Speakers>().Select(one => Outcome(one, Filtering.Ada)));
        Assert.Equal(
            ["ok", "ok", "ok", "FILTER_PERMISSION"], Enum.GetValues<Speakers>().Select(one => Outcome(one, Filtering.Moderator)));
        Assert.Equal(
            ["ok", "ok", "ok", "ok"], Enum.GetValues<Speakers>().Select(one => Outcome(one, Filtering.BackEnd)));
        Assert.Equal("ok", Filtering.OutcomeOf(Permission(static options => options.Filters.Permission.Links = Speakers.Services), "\"no link\""));
    }

    [Theory]
    [InlineData(null, "ok")]
    [InlineData("text/plain", "ok")]
    [InlineData("TEXT/plain; charset=utf-8", "ok")]
    [InlineData("image/png", "ok")]
    [InlineData("text/html", "FILTER_PERMISSION")]
    [InlineData("imagex/png", "FILTER_PERMISSION")]
    public void ContentTypes_CanBeFew(string? type, string outcome) => Assert.Equal(outcome, Filtering.OutcomeOf(
        Permission(static options => options.Filters.Permission.ContentTypes = ["text/plain", "image/*"]), "1", contentType: type));

    [Theory]
    [InlineData("lobby", "ok")]
    [InlineData("news.today", "FILTER_PERMISSION")]
    public void SomeRooms_AreForReading(string room, string outcome)
    {
        Assert.True(NamePattern.TryParse("news.*", out var pattern));
        var filter = Permission(options => options.Filters.Permission.ReadOnlyRooms = [pattern]);

        Assert.Equal(outcome, Filtering.OutcomeOf(filter, "1", room: room));
        Assert.Equal("ok", Filtering.OutcomeOf(filter, "1", room: room, principal: Filtering.Moderator));
    }

    private static IMessageFilter Permission(Action<StreamingOptions> configure) =>
        Filtering.Filter(static settings => new PermissionFilter(settings), configure);

    private static IMessageFilter Metadata(MetadataAction action) => Filtering.Filter(static settings => new MetadataFilter(settings), options =>
    {
        var metadata = options.Filters.Metadata;
        (metadata.MaxKeys, metadata.MaxKeyLength, metadata.MaxValueLength, metadata.MaxDepth) = (3, 12, 12, 2);
        metadata.DeniedKeys = ["secret"];
        metadata.Action = action;
    });
}
