using Streaming.Benchmarks.Peers.Generator;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>Looks for the highest rate at which a server keeps up.</summary>
internal static class RateSearch
{
    /// <summary>From one rate to the next: by the first until it is too much, and then once by the second.</summary>
    private const double Step = 1.25;
    private const double HalfStep = 1.12;

    /// <param name="tryRate">
    /// What a rate gave; null if the server did not keep up, and the exception if it broke down under it, so that no other rate can be tried.
    /// </param>
    /// <returns>What the highest rate gave; null if neither the first was kept up with nor the one that is tried after it, a tenth lower.</returns>
    /// <exception cref="VoidRunException">It broke down before it had kept up with any.</exception>
    public static T? Highest<T>(double first, Func<double, T?> tryRate)
        where T : class
    {
        T? best = null;
        double rate = first;
        try
        {
            for (T? one; (one = tryRate(rate)) is not null; rate *= Step)
                best = one;
            return tryRate(rate / Step * HalfStep) ?? best;
        }
        catch (VoidRunException e) when (best is not null)
        {
            Console.WriteLine($"The search ended with: {e.Message}");
            return best;
        }
    }
}
