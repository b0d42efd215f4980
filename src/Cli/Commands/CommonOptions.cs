using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary>What every command takes: whom to ask, as whom, and how to show the answer.</summary>
internal sealed class CommonOptions
{
    private const string DefaultUrl = "http://127.0.0.1:8080";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(15);

    private readonly Surroundings _surroundings;
    private readonly Option<string?> _url = new("--url", "-u")
    {
        Description = $"Any node of the cluster, or its load balancer [STREAMCTL_URL, or {DefaultUrl}]", HelpName = "URL", Recursive = true,
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "A JWT with the scope operator [STREAMCTL_TOKEN]", HelpName = "JWT", Recursive = true,
    };

    private readonly Option<string?> _apiKey = new("--api-key")
    {
        Description = "An API key with the scope operator [STREAMCTL_API_KEY]", HelpName = "KEY", Recursive = true,
    };

    private readonly Option<double?> _timeout = new("--timeout")
    {
        Description = "Seconds that one answer may take [15]", HelpName = "SECONDS", Recursive = true,
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Write JSON, as the node answered, for programs", Recursive = true,
    };

    public CommonOptions(Surroundings surroundings)
    {
        _surroundings = surroundings;
        _timeout.Within(0.1, 3600);
        _url.Validators.Add(static result => CheckUrl(result));
    }

    public TimeProvider Time => _surroundings.Time;

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_url, _token, _apiKey, _json, _timeout])
            command.Options.Add(option);
    }

    public bool WantsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <exception cref="FailedException">What the environment says cannot be used.</exception>
    public ClusterClient Connect(ParseResult parsed)
    {
        string url = Given(parsed, _url, "STREAMCTL_URL") ?? DefaultUrl;
        if (!TryUrl(url, out Uri? address))
            throw new FailedException(ExitCode.Usage, $"STREAMCTL_URL must be an http or https address, and is \"{Printable.Of(url)}\"");

        string? token = parsed.GetValue(_token);
        string? key = parsed.GetValue(_apiKey);
        // What was typed counts before what the environment holds.
        var credentials = token is null && key is null
            ? new Credentials(Variable("STREAMCTL_TOKEN"), Variable("STREAMCTL_API_KEY"))
            : new Credentials(token, key);
        return new ClusterClient(address, credentials, parsed.GetValue(_timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultTimeout);
    }

    private static void CheckUrl(OptionResult result)
    {
        if (result.GetValueOrDefault<string?>() is { } url && !TryUrl(url, out _))
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"--url must be an http or https address, and is \"{Printable.Of(url)}\""));
    }

    private static bool TryUrl(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is ("http" or "https");

    private string? Given(ParseResult parsed, Option<string?> option, string variable) => parsed.GetValue(option) ?? Variable(variable);

    private string? Variable(string name) => _surroundings.Variable(name) is { Length: > 0 } value ? value : null;
}
