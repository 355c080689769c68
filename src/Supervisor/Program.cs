using HttpActors.Supervisor;

StartAhead.Begin(args);
return await CommandLine.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
