using System.Diagnostics;
using HttpActors.Protocol;

namespace HttpActors.Actors.Telemetry;

/// <summary>The caller's trace as it came with a request (W3C Trace Context, or what the process's propagator reads).</summary>
internal static class TraceContext
{
    private static readonly DistributedContextPropagator.PropagatorGetterCallback Getter = Get;

    /// <summary>The parent; default where there is none or it is malformed: then a new trace begins.</summary>
    public static ActivityContext ParentOf(RequestHead request)
    {
        DistributedContextPropagator.Current.ExtractTraceIdAndState(request, Getter, out var id, out var state);
        return ActivityContext.TryParse(id, state, isRemote: true, out var parent) ? parent : default;
    }

    public static void CopyBaggage(RequestHead request, Activity activity)
    {
        // Added last, found first: in the order of the field the first of two equal keys wins.
        foreach (var (key, value) in (DistributedContextPropagator.Current.ExtractBaggage(request, Getter) ?? []).Reverse())
        {
            activity.AddBaggage(key, value);
        }
    }

    private static void Get(object? carrier, string fieldName, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        value = ((RequestHead)carrier!).Fields.TryGetFirst(fieldName, out var found) ? found : null;
    }
}
