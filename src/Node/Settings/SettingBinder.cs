using Streaming.Transport;
using Streaming.Transport.Settings;

namespace Streaming.Node.Settings;

/// <summary>Puts the values of all layers into the options, and finds everything that is wrong with them.</summary>
internal sealed class SettingBinder(IReadOnlyList<SettingLayer> layers, ICollection<SettingFault> faults)
{
    private readonly Dictionary<string, string> _sources = SettingLayer.NewValues();
    private IReadOnlyList<Setting> _settings = SettingCatalogue.All;

    /// <summary>Where each setting that is set comes from, by key without the section.</summary>
    public IReadOnlyDictionary<string, string> Sources => _sources;

    public void Bind(StreamingOptions options)
    {
        _settings = [.. SettingCatalogue.All, .. WebhookSettings.AddTo(options, layers)];
        foreach (var setting in _settings)
            Bind(setting, options);
        // An address is given to be used; that the rooms stay in this process all the same has to be said.
        if (options.Redis.Configuration is not null && !_sources.ContainsKey("Coordination:Backend"))
            options.Coordination.Backend = CoordinationBackend.Redis;
        foreach (var layer in layers)
            FindUnknown(layer);
        // Whoever is told that a size is wrong need not also hear that it does not fit to another.
        if (faults.Count > 0)
            return;
        foreach (var problem in SettingRules.Between(options))
            faults.Add(Describe(problem));
    }

    /// <summary>A problem that was found later, with the source of its value.</summary>
    public SettingFault Describe(SettingProblem problem)
    {
        string source = _sources.GetValueOrDefault(problem.Key) ?? NodeSettings.Default;
        return new SettingFault(Full(problem.Key), problem.Value, source, problem.Allowed);
    }

    // The topmost layer that sets anything of it decides. A list is taken whole: merged by its numbers, a short list on
    // top would keep the tail of a long one below.
    private void Bind(Setting setting, StreamingOptions options)
    {
        string key = Full(setting.Key);
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            var keys = layers[i].Values.Keys.Where(candidate => Sets(setting, key, candidate)).Order(NumberOrder).ToList();
            if (keys.Count == 0)
                continue;
            _sources[setting.Key] = layers[i].NameOf(keys[0]);
            var texts = keys.Select(one => layers[i].Values[one]).ToList();
            if (!setting.TryBind(options, texts))
                faults.Add(Wrong(setting, texts));
            return;
        }
    }

    private static bool Sets(Setting setting, string key, string candidate) =>
        candidate.Equals(key, StringComparison.OrdinalIgnoreCase) || setting.IsList && NumberIn(key, candidate) is not null;

    private static int? NumberIn(string key, string candidate) =>
        candidate.Length > key.Length + 1
        && candidate.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)
        && int.TryParse(candidate.AsSpan(key.Length + 1), out int number)
            ? number
            : null;

    private static readonly Comparer<string> NumberOrder = Comparer<string>.Create(static (a, b) =>
        a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b));

    private SettingFault Wrong(Setting setting, List<string> texts) => new(
        Full(setting.Key),
        setting.Mask(string.Join(",", texts)),
        _sources[setting.Key],
        setting.Allowed);

    private void FindUnknown(SettingLayer layer)
    {
        foreach (string key in layer.Values.Keys.Where(IsUnknown))
        {
            string suggestion = Nearest.Of(key, _settings.Select(static setting => Full(setting.Key))) is { } near
                ? $"; did you mean {near}?"
                : "";
            faults.Add(new SettingFault(key, null, layer.NameOf(key), "there is no such setting" + suggestion));
        }
    }

    private bool IsUnknown(string key) =>
        IsInSection(key) && !_settings.Any(setting => Sets(setting, Full(setting.Key), key));

    private static bool IsInSection(string key) =>
        key.Equals(SettingCatalogue.Section, StringComparison.OrdinalIgnoreCase)
        || key.StartsWith(SettingCatalogue.Section + ":", StringComparison.OrdinalIgnoreCase);

    private static string Full(string key) => $"{SettingCatalogue.Section}:{key}";
}
