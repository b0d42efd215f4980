namespace Streaming.Cli;

/// <summary>What a run takes from outside besides its command line.</summary>
/// <param name="Variable">An environment variable, or null.</param>
internal sealed record Surroundings(Func<string, string?> Variable, TimeProvider Time)
{
    public static Surroundings OfThisProcess() => new(Environment.GetEnvironmentVariable, TimeProvider.System);
}
