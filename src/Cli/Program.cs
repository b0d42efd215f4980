using Streaming.Cli;
using Streaming.Cli.Commands;
using Streaming.Cli.Output;

return await StreamCtl.RunAsync(args, Surroundings.OfThisProcess(), Terminal.OfThisProcess());
