using Streaming.Node;
using Streaming.Node.Coordination;
using Streaming.Node.Health;
using Streaming.Node.Lifecycle;
using Streaming.Node.Logging;
using Streaming.Node.Operations;
using Streaming.Node.Pages;
using Streaming.Node.Settings;
using Streaming.Node.Verbs;
using Streaming.Transport.Hosting;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;

// `config check`, `--help` and their like start no node.
if (VerbTable.Find(args) is { } verb)
    return verb(args);

var environment = EnvironmentLayers.OfThisProcess();
var settings = NodeSettings.Load(args, environment);
if (settings.Faults.Count > 0)
    return Refusal.Print(settings.Faults);

var builder = NodeBuilder.Create(settings);
builder.Logging.AddNodeLogging(settings);
if (settings.Options.Coordination.Backend == CoordinationBackend.Redis)
{
    if (await RedisStart.ConnectAsync(settings, TimeProvider.System, Console.Error) is not { } redis)
        return ExitCode.Refused;
    builder.Services.AddStreamingRedis(settings.Options, redis);
}

builder.Services.AddSingleton<ISettingsSource>(new SettingsFiles(settings, args, environment));
builder.Services.AddStreaming(settings.Options);
builder.Services.AddNodeHealth();
builder.Services.AddNodeLifecycle(settings.Options);
builder.Services.AddNodeOperations();
builder.Services.AddApiDocument();

await using var app = builder.Build();
app.UseSecurityHeaders();
app.UsePages();
app.MapStreaming();
app.MapHealth();
app.MapOperations();
app.MapApiDocument();
return await app.RunNodeAsync(settings);
