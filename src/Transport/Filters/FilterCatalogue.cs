using Microsoft.Extensions.DependencyInjection;
using Streaming.Transport.Pipeline;

namespace Streaming.Transport.Filters;

/// <summary>The server's own filters, in the order in which they run: before those of an application.</summary>
internal static class FilterCatalogue
{
    public static readonly IReadOnlyList<Func<IServiceProvider, IMessageFilter>> All =
    [
        Make<PermissionFilter>,
        Make<MetadataFilter>,
        Make<SizeFilter>,
        Make<CountFilter>,
        Make<LinkFilter>,
        Make<WordFilter>,
        Make<SpamFilter>,
    ];

    private static IMessageFilter Make<T>(IServiceProvider services)
        where T : class, IMessageFilter => ActivatorUtilities.CreateInstance<T>(services);
}
