using Microsoft.Extensions.Primitives;
using Streaming.Transport.WebSockets.Compression;

namespace Streaming.Transport.Tests.WebSockets.Compression;

/// <summary>RFC 7692, section 7.1: which offers are taken up.</summary>
public sealed class DeflateOfferTests
{
    [Theory]
    [InlineData("permessage-deflate", true)]
    [InlineData("permessage-deflate; client_max_window_bits", true)]
    [InlineData("permessage-deflate; client_max_window_bits=10", true)]
    [InlineData("permessage-deflate; client_max_window_bits=\"10\"", true)]
    [InlineData("permessage-deflate; server_no_context_takeover; client_no_context_takeover", true)]
    [InlineData("permessage-deflate; server_max_window_bits=15", true)]
    [InlineData("x-webkit-deflate-frame, permessage-deflate", true)]
    [InlineData("permessage-deflate; server_max_window_bits=10, permessage-deflate", true)]
    [InlineData("permessage-deflate; server_max_window_bits=10", false)]
    [InlineData("permessage-deflate; server_max_window_bits", false)]
    [InlineData("permessage-deflate; client_max_window_bits=7", false)]
    [InlineData("permessage-deflate; client_max_window_bits=16", false)]
    [InlineData("permessage-deflate; client_max_window_bits=08", false)]
    [InlineData("permessage-deflate; client_no_context_takeover=1", false)]
    [InlineData("permessage-deflate; client_no_context_takeover; client_no_context_takeover", false)]
    [InlineData("permessage-deflate; unknown", false)]
    [InlineData("permessage-deflate;", false)]
    [InlineData("permessage-bzip2", false)]
    [InlineData("", false)]
    public void IsIn_Offers_AreTakenUpIfAllOfOneIsUnderstood(string header, bool expected) =>
        Assert.Equal(expected, DeflateOffer.IsIn(header));

    [Fact]
    public void IsIn_SeveralHeaders_AreOneList() =>
        Assert.True(DeflateOffer.IsIn(new StringValues(["x-other", "permessage-deflate"])));
}
