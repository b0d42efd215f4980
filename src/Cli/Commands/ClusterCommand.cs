using System.CommandLine;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary>A command that asks the cluster something. Failures of all of them end here.</summary>
internal abstract class ClusterCommand : Command
{
    protected ClusterCommand(string name, string description, CommonOptions common, Terminal terminal)
        : base(name, description) =>
        SetAction((parsed, cancellation) => RunAsync(parsed, common, terminal, cancellation));

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    protected abstract Task<int> RunAsync(Invocation run);

    private async Task<int> RunAsync(ParseResult parsed, CommonOptions common, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            using var cluster = common.Connect(parsed);
            return await RunAsync(new Invocation(parsed, cluster, terminal, common.WantsJson(parsed), common.Time, cancellation));
        }
        catch (FailedException failure)
        {
            terminal.Remark(Printable.Of(failure.Message));
            return failure.ExitCode;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }
}
