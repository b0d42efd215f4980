using Microsoft.Extensions.DependencyInjection;
using Streaming.Transport.Filters;
using Streaming.Transport.Hooks;
using Streaming.Transport.Validators;
using Streaming.Transport.Validators.Schemas;

namespace Streaming.Transport.Pipeline;

/// <summary>The stages that a message passes, in their order, and what an application adds to them.</summary>
internal sealed class PipelineBuilder
{
    private static readonly Step[] Default =
    [
        new(PipelineStage.Size, Make<SizeStage>),
        new(PipelineStage.Parse, Make<ParseStage>),
        new(PipelineStage.Throttle, Make<ThrottleStage>) { IsOn = static options => options.RateLimitEnabled },
        new(PipelineStage.Authorize, Make<AuthorizeStage>),
        new(PipelineStage.Filter, Make<FilterStage>) { IsOn = static options => options.EnableFilters },
        new(PipelineStage.Validate, Make<ValidateStage>) { IsOn = static options => options.ValidationEnabled },
        new(PipelineStage.Route, Make<RouteStage>),
    ];

    private readonly List<Step> _steps = [.. Default];
    private readonly List<Func<IServiceProvider, IMessageFilter>> _filters = [];
    private readonly List<Func<IServiceProvider, IMessageValidator>> _validators =
    [
        Make<ContentValidator>,
        Make<SecurityValidator>,
        Make<SchemaValidator>,
    ];
    private readonly List<Func<IServiceProvider, IRoomHooks>> _hooks = [];

    public bool HasHooks => _hooks.Count > 0;

    public void AddStage<T>(PipelineStage before)
        where T : class, IPipelineStage =>
        _steps.Insert(_steps.FindIndex(step => step.Stage == before), new Step(null, Make<T>));

    public void AddFilter<T>()
        where T : class, IMessageFilter => _filters.Add(Make<T>);

    public void AddValidator<T>()
        where T : class, IMessageValidator => _validators.Add(Make<T>);

    public void AddHooks<T>()
        where T : class, IRoomHooks => _hooks.Add(Make<T>);

    public IReadOnlyList<IPipelineStage> BuildStages(IServiceProvider services, StreamingOptions options) =>
        [.. _steps.Where(step => step.IsOn(options)).Select(step => step.Make(services))];

    public IReadOnlyList<IMessageFilter> BuildFilters(IServiceProvider services) =>
        [.. FilterCatalogue.All.Concat(_filters).Select(make => make(services))];

    public IReadOnlyList<IMessageValidator> BuildValidators(IServiceProvider services) =>
        [.. _validators.Select(make => make(services))];

    public IReadOnlyList<IRoomHooks> BuildHooks(IServiceProvider services) =>
        [.. _hooks.Select(make => make(services))];

    private static T Make<T>(IServiceProvider services) => ActivatorUtilities.CreateInstance<T>(services);

    private sealed record Step(PipelineStage? Stage, Func<IServiceProvider, IPipelineStage> Make)
    {
        public Func<StreamingOptions, bool> IsOn { get; init; } = static _ => true;
    }
}
