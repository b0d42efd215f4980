namespace Streaming.Node.Verbs;

/// <summary><c>--help</c>.</summary>
internal static class Help
{
    private const string Text =
        """
        usage: Streaming.Node [options]             start a node; Ctrl-C or SIGTERM drains and stops it
               Streaming.Node config check [options]  check the settings and say what is wrong with them
               Streaming.Node config show [options]   show every setting and where it comes from
               Streaming.Node config docs             write the table of docs/configuration.md
               Streaming.Node token --user ID [--scope WORDS] [--rooms LIST] [--ttl 1h] [options]  sign a token with Jwt:Secret
               Streaming.Node apikey --user ID|--service NAME [--name NAME] [--scope WORDS]        make a key, and its line for the key file
               Streaming.Node health [options]        ask the node that runs here whether it is ready; 0 if it is

        options
          --Streaming:KEY=VALUE   any setting; `config docs` lists them
          --urls ADDRESSES        where to listen: http://127.0.0.1:8080
          --environment NAME      Development has open defaults; Production is the default
          --config FILE           a settings file on top of config/appsettings.json
          --version, --help

        Settings also come from environment variables (Streaming__KEY=VALUE) and from config/appsettings.json.
        """;

    public static int Print(TextWriter output)
    {
        output.WriteLine(Text);
        return ExitCode.Ok;
    }
}
