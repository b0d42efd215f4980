using System.Reflection;
using Streaming.Node.Settings;
using Streaming.Transport;

namespace Streaming.Node.Tests.Settings;

public sealed class SettingCatalogueTests
{
    public static TheoryData<string> Keys => [.. SettingCatalogue.All.Select(static setting => setting.Key)];

    [Fact]
    public void All_EveryOptionThereIs_HasItsLine()
    {
        // Actions are called as in metrics: message.send sets MessageSend.
        var settings = SettingCatalogue.All.Select(static setting => setting.Key.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant());

        Assert.Equal(PropertiesOf(typeof(StreamingOptions), "").Select(static key => key.ToUpperInvariant()).Order(), settings.Order());
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void TryBind_TheDefaultAsItIsShown_IsAllowedAndChangesNothing(string key)
    {
        var setting = SettingCatalogue.All.Single(setting => setting.Key == key);
        var options = StreamingOptions.ForDevelopment();
        string shown = setting.Show(options);

        Assert.True(setting.TryBind(options, [shown]), $"{key}={shown}");
        Assert.Equal(shown, setting.Show(options));
    }

    [Theory]
    [InlineData("Limits:MaxMessageSize", "255", "256", "1048576", "1048577")]
    [InlineData("Limits:PingInterval", "999ms", "1s", "1h", "01:00:01")]
    [InlineData("Drain:ReconnectSpread", "-00:00:01", "0", "10m", "601s")]
    [InlineData("Cluster:Shards", "0", "1", "16384", "99999999999")]
    public void TryBind_Range_TakesItsEndsAndNothingBeyond(string key, string below, string least, string greatest, string above)
    {
        Assert.Equal((false, true, true, false), (Takes(key, below), Takes(key, least), Takes(key, greatest), Takes(key, above)));
    }

    [Theory]
    [InlineData("Limits:MaxMessageSize", "64k")]
    [InlineData("Limits:MaxMessageSize", "1,000")]
    [InlineData("Limits:MaxMessageSize", " ")]
    [InlineData("Limits:PingInterval", "30")]
    [InlineData("Limits:PingInterval", "1.5s")]
    [InlineData("Limits:PingInterval", "-1s")]
    [InlineData("Limits:PingInterval", "s")]
    [InlineData("Limits:PingInterval", "999999999999d")]
    [InlineData("Limits:PingInterval", "999999999d")]
    [InlineData("RequireAuth", "1")]
    [InlineData("NodeId", "a b")]
    [InlineData("AdvertisedUrl", "chat.example")]
    [InlineData("AdvertisedUrl", "ws://chat.example")]
    [InlineData("AuthProviders", "jwt,")] // taken: a comma too many is no mistake
    [InlineData("Origins", "https://a.example/path")]
    [InlineData("Origins", "a.example")]
    public void TryBind_NotOfItsKind_IsRefused(string key, string value)
    {
        Assert.Equal(value == "jwt,", Takes(key, value));
    }

    [Theory]
    [InlineData("00:00:30", 30)]
    [InlineData("1.00:00:00", 86400)]
    [InlineData("90s", 90)]
    [InlineData("1000ms", 1)]
    [InlineData("2m", 120)]
    [InlineData("1h", 3600)]
    [InlineData("1d", 86400)]
    public void TryBind_Times_AreReadInTheirUnits(string text, int seconds)
    {
        var options = new StreamingOptions();

        Assert.True(SettingCatalogue.All.Single(setting => setting.Key == "Sessions:Ttl").TryBind(options, [text]));
        Assert.Equal(TimeSpan.FromSeconds(seconds), options.Sessions.Ttl);
    }

    private static bool Takes(string key, string value) =>
        SettingCatalogue.All.Single(setting => setting.Key == key).TryBind(new StreamingOptions(), [value]);

    private static IEnumerable<string> PropertiesOf(Type type, string prefix) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property =>
            property.PropertyType.Namespace == "Streaming.Transport.Settings" && property.PropertyType.IsClass
                ? PropertiesOf(property.PropertyType, prefix + property.Name + ":")
                // What has no setter is set up in code, like the pipeline.
                : property.CanWrite && property.GetIndexParameters().Length == 0 ? [prefix + property.Name] : []);
}
