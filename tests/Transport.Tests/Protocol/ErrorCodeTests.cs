using System.Text.Json;
using Streaming.Transport.Protocol;
using Streaming.Transport.Rest;
using Xunit;

namespace Streaming.Transport.Tests.Protocol;

public sealed class ErrorCodeTests
{
    public static TheoryData<ErrorCode> All => [.. Enum.GetValues<ErrorCode>()];

    [Theory]
    [MemberData(nameof(All))]
    public void Name_IsTheMemberInSnakeCase(ErrorCode code) =>
        Assert.Equal(JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString()), code.Name());

    [Theory]
    [MemberData(nameof(All))]
    public void Status_IsThatOfAnError(ErrorCode code) => Assert.InRange(code.Status(), 400, 599);

    // docs/protocol.md, section 5.
    [Fact]
    public void IsRetryable_OnlyWhereTheSameRequestCanPass() =>
        Assert.Equal(
            [ErrorCode.RateLimited, ErrorCode.SlowMode, ErrorCode.Unavailable, ErrorCode.Timeout, ErrorCode.Internal],
            Enum.GetValues<ErrorCode>().Where(code => code.IsRetryable()));
}
