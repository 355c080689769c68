namespace HttpActors.Supervisor.Hosting;

/// <summary>Answers a request; a service as its slot sees it.</summary>
internal delegate Task ServiceHandler(IncomingMessage request, ServerResponse response);

/// <summary>To a service: report the outcome of the first start, as <see cref="StartOutcome"/>, to the sender.</summary>
internal sealed record WatchStart;

/// <param name="Error">Why the first start failed; null: it runs.</param>
internal sealed record StartOutcome(string? Error);

/// <summary>To a service: finish what is under way, then stay down. Answered with <see cref="Done"/>.</summary>
internal sealed record DrainService;

/// <summary>To a service: finish what is under way, then start anew, with an empty record. Answered with <see cref="Done"/> when it is on its way.</summary>
internal sealed record RestartService;

/// <summary>To a service: finish what is under way, then end with its actor.</summary>
internal sealed record RetireService;

/// <summary>The command was carried out.</summary>
internal sealed record Done;

/// <summary>To a service: one that it depends on began or ceased to run.</summary>
internal sealed record DependencyChanged(string Name, bool IsRunning);

/// <summary>From a service to the tree.</summary>
internal sealed record StateChanged(string Name, ServiceState State);

/// <summary>From a slot to its service: a handler threw.</summary>
internal sealed record HandlerFailed(int Run, string Error);

/// <summary>From a slot to its service: no request is under way any more.</summary>
internal sealed record SlotIdle;

/// <summary>From a run to its service: requests may come.</summary>
internal sealed record RunStarted(int Run, ServiceHandler Handler, bool HasActor);

/// <summary>To a run: release everything and end.</summary>
internal sealed record StopRun;

/// <summary>From a service to the tree: which of the others run?</summary>
internal sealed record DependenciesWanted;
