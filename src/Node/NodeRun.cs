using Streaming.Actors;
using Streaming.Node.Coordination;
using Streaming.Node.Settings;

namespace Streaming.Node;

/// <summary>Runs the node until it is asked to stop.</summary>
internal static partial class NodeRun
{
    /// <summary>The exit code. What keeps the node from listening is one line on stderr, not a stack trace.</summary>
    public static async Task<int> RunNodeAsync(this WebApplication app, NodeSettings settings)
    {
        bool isDisplaced = false;
        app.Services.GetRequiredService<StreamingNode>().Shards.Displaced += () => isDisplaced = true;
        try
        {
            await app.StartAsync();
            await app.WaitForShutdownAsync();
            return isDisplaced ? ExitCode.Failed : ExitCode.Ok;
        }
        catch (Exception exception) when (ClusterRefusal.Is(exception))
        {
            return Refusal.Print([ClusterRefusal.Describe(exception, settings)]);
        }
        catch (Exception exception) when (ListenFault.Of(exception) is { } why)
        {
            return Refusal.Print([settings.ListenFault(why)]);
        }
        catch (Exception exception) when (KestrelFault.Is(exception))
        {
            return Refusal.Print([settings.KestrelFault(exception)]);
        }
        catch (Exception exception)
        {
            Failed(app.Logger, exception);
            return ExitCode.Failed;
        }
    }

    [LoggerMessage(LogLevel.Critical, "The node failed")]
    private static partial void Failed(ILogger logger, Exception exception);
}
