namespace Streaming.Node.Pages;

/// <summary>The chat page and what it loads, from <c>wwwroot</c>; <c>/</c> is its index.</summary>
internal static class StaticPages
{
    public static void UsePages(this IApplicationBuilder app)
    {
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            // File names do not change with their content, so browsers ask each time; an unchanged file costs a 304.
            OnPrepareResponse = static file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
    }
}
