using Microsoft.Extensions.Configuration;
using Streaming.Transport;
using Streaming.Transport.Settings;

namespace Streaming.Node.Settings;

/// <summary>All settings of this start, from all their sources, checked.</summary>
internal sealed class NodeSettings
{
    private const string ConfigFolder = "config";
    private const string EnvironmentKey = "environment";
    private const string UrlsKey = "urls";

    /// <summary>The source of what nobody has set.</summary>
    public const string Default = "the defaults";

    /// <summary>The folder of the program: the page and the settings that came with it lie there, wherever it is started from.</summary>
    public static readonly string ContentRoot = AppContext.BaseDirectory;

    private readonly List<SettingFault> _faults;
    private readonly List<SettingLayer> _layers = [];
    private readonly List<string> _filesRead = [];
    private readonly SettingBinder _binder;

    private NodeSettings(
        CommandLine commandLine, IReadOnlyDictionary<string, string> environment, List<SettingFault> faults, bool opensFiles)
    {
        _faults = faults;
        EnvironmentName = commandLine.Values.GetValueOrDefault(EnvironmentKey)
            ?? environment.GetValueOrDefault("ASPNETCORE_ENVIRONMENT")
            ?? environment.GetValueOrDefault("DOTNET_ENVIRONMENT")
            ?? Environments.Production;
        string host = IsDevelopment ? "127.0.0.1" : "*";
        Files = FilesOf(EnvironmentName, commandLine.ConfigFile);
        AddFiles(commandLine.ConfigFile);
        _layers.AddRange(EnvironmentLayers.Read(environment, host, _faults));
        _layers.Add(commandLine.Layer);
        RootKeys.FindUnknown(commandLine.Layer, _faults);

        Options = IsDevelopment ? StreamingOptions.ForDevelopment() : new StreamingOptions();
        _binder = new SettingBinder(_layers, _faults);
        _binder.Bind(Options);
        Configuration = Compose(host);
        ListenAddresses.Check(Configuration, SourceOf, _faults);
        KestrelCertificates.Check(Configuration, ContentRoot, SourceOf, _faults);
        LogLevels.Check(Configuration, SourceOf, _faults);
        // A value that is wrong already must not be opened as a file as well.
        if (_faults.Count == 0 && opensFiles)
            _faults.AddRange(Options.FindProblems().Select(_binder.Describe));
    }

    /// <summary><c>Development</c> has open defaults; every other one has those of Production.</summary>
    public string EnvironmentName { get; }

    public bool IsDevelopment => EnvironmentName.Equals(Environments.Development, StringComparison.OrdinalIgnoreCase);

    public StreamingOptions Options { get; }

    /// <summary>Everything as ASP.NET Core and Serilog read it.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>Where settings may stand, whether the files are there or not; the later ones count more.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Those of <see cref="Files"/> that were there.</summary>
    public IReadOnlyList<string> FilesRead => _filesRead;

    /// <summary>What is wrong; empty when the node can start.</summary>
    public IReadOnlyList<SettingFault> Faults => _faults;

    /// <summary>Where each setting that is not at its default comes from, by key without the section.</summary>
    public IReadOnlyDictionary<string, string> Sources => _binder.Sources;

    /// <param name="arguments">The command line.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="opensFiles">Also finds what is wrong with the files that settings name: keys, certificates, secrets.</param>
    public static NodeSettings Load(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, bool opensFiles = true)
    {
        var faults = new List<SettingFault>();
        return new NodeSettings(CommandLine.Parse(arguments, faults), environment, faults, opensFiles);
    }

    /// <summary>What turned out to be wrong with a setting when it was used.</summary>
    /// <param name="key">Without the section.</param>
    public SettingFault FaultOf(string key, string why)
    {
        var setting = SettingCatalogue.All.Single(setting => setting.Key == key);
        return _binder.Describe(new SettingProblem(key, setting.Mask(setting.Show(Options)), why));
    }

    /// <summary>The listening address turned out not to be usable.</summary>
    public SettingFault ListenFault(string why)
    {
        string? urls = Configuration[UrlsKey];
        return new SettingFault(UrlsKey, string.IsNullOrEmpty(urls) ? null : urls, SourceOf(UrlsKey) ?? Default, why);
    }

    /// <summary>The web server turned its own settings down.</summary>
    public SettingFault KestrelFault(Exception exception) => Settings.KestrelFault.Describe(exception, Configuration, SourceOf);

    private void AddFiles(string? named)
    {
        foreach (string path in Files)
        {
            // One that somebody has named has to be there.
            if (path == named || File.Exists(path))
                AddFile(path);
        }
    }

    private static string[] FilesOf(string environment, string? named)
    {
        string folder = Folder();
        string[] own = [Path.Combine(folder, "appsettings.json"), Path.Combine(folder, $"appsettings.{environment}.json")];
        return named is null ? own : [.. own, named];
    }

    private void AddFile(string path)
    {
        if (FileLayer.Read(path, _faults) is not { } layer)
            return;
        _filesRead.Add(path);
        _layers.Add(layer);
        RootKeys.FindUnknown(layer, _faults);
    }

    // Where one stands, or else what came with the program. Shown the way one would type it.
    private static string Folder() =>
        Directory.Exists(ConfigFolder) ? ConfigFolder : Path.Combine(ContentRoot, ConfigFolder);

    private IConfiguration Compose(string host)
    {
        var builder = new ConfigurationBuilder();
        foreach (var layer in _layers)
            builder.AddInMemoryCollection(layer.Values.Select(static pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        var configuration = builder.Build();
        if (!ListenAddresses.AreSet(configuration))
            configuration[UrlsKey] = $"http://{host}:8080";
        return configuration;
    }

    private string? SourceOf(string fullKey)
    {
        for (int i = _layers.Count - 1; i >= 0; i--)
        {
            if (_layers[i].Values.Keys.FirstOrDefault(key => key.Equals(fullKey, StringComparison.OrdinalIgnoreCase)) is { } found)
                return _layers[i].NameOf(found);
        }

        return null;
    }
}
