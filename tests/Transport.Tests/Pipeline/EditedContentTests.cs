using System.Text;
using Streaming.Transport.Pipeline;
using Xunit;

namespace Streaming.Transport.Tests.Pipeline;

/// <summary>What of an edit filters and validators get to see, and what becomes of it when they put something else in its place.</summary>
public sealed class EditedContentTests
{
    [Theory]
    [InlineData("""{"message_id":"m","data":"new"}""", "\"new\"", """{"message_id":"m","data":1}""")]
    [InlineData("""{ "data" : {"data":2} , "message_id":"m" }""", """{"data":2}""", """{ "data" : 1 , "message_id":"m" }""")]
    [InlineData("""{"d\u0061ta":null}""", "null", """{"d\u0061ta":1}""")]
    // Twice: the last counts.
    [InlineData("""{"data":"old","data":"new"}""", "\"new\"", """{"data":"old","data":1}""")]
    // Names that are no text, which a JsonDocument throws over.
    [InlineData("""{"data":"new","d\ud800":2}""", "\"new\"", """{"data":1,"d\ud800":2}""")]
    [InlineData("""{"\ud800ata":2}""", "", null)]
    [InlineData("""{"more":{"data":2}}""", "", null)]
    [InlineData("""[{"data":2}]""", "", null)]
    [InlineData("7", "", null)]
    public void Content_IsTheDataInTheData(string data, string content, string? replaced)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(data);

        Assert.Equal(content, Encoding.UTF8.GetString(EditedContent.Of(bytes).Span));
        if (replaced is not null)
            Assert.Equal(replaced, Encoding.UTF8.GetString(EditedContent.Replace(bytes, "1"u8.ToArray()).Span));
    }
}
