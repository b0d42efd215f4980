using Streaming.Benchmarks.Peers.Generator;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>
/// Looks for the highest rate at which a server keeps up. If the first is too much, the rate is halved until one is kept up with, at most
/// five times. From there it rises by quarters until one is too much (what was so on the way down may have been so by chance, and is
/// tried again), and then once half a step from the last that was not.
/// </summary>
internal static class RateSearch
{
    private const double Step = 1.25;
    private const double HalfStep = 1.12;
    private const int MostHalvings = 5;

    /// <param name="first">In messages a second, as all rates.</param>
    /// <param name="tryRate">
    /// What a rate gave; null if the server did not keep up, and the exception if it broke down under it, so that no other rate can be tried.
    /// </param>
    /// <returns>What the highest rate gave; null if none was kept up with.</returns>
    /// <exception cref="VoidRunException">It broke down before it had kept up with any.</exception>
    public static T? Highest<T>(double first, Func<double, T?> tryRate)
        where T : class
    {
        double rate = first;
        T? best = tryRate(rate);
        for (int i = 0; best is null && i < MostHalvings; i++)
            best = tryRate(rate /= 2);
        if (best is null)
            return null;
        try
        {
            for (; tryRate(rate * Step) is { } better; rate *= Step)
                best = better;
            return tryRate(rate * HalfStep) ?? best;
        }
        catch (VoidRunException e)
        {
            Console.WriteLine($"The search ended with: {e.Message}");
            return best;
        }
    }
}
