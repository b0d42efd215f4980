namespace Streaming.Cli.Clusters;

/// <summary>Who asks: a token, an API key, or neither.</summary>
internal sealed record Credentials(string? Token, string? ApiKey)
{
    public bool AreThere => Token is not null || ApiKey is not null;

    public void PutOn(HttpRequestMessage request)
    {
        if (Token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token}");
        else if (ApiKey is not null)
            request.Headers.TryAddWithoutValidation("X-API-Key", ApiKey);
    }
}
