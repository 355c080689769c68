using System.CommandLine;

namespace HttpActors.Supervisor;

/// <summary><c>httpactors hello</c>: the smallest service, for a first try and for load tests.</summary>
internal static class HelloCommand
{
    internal const string Name = "hello";

    private static readonly byte[] Greeting = "Hello, World!"u8.ToArray();

    internal static Command Create(TextWriter output, TextWriter error)
    {
        var options = new HostOptions();
        var command = new Command(Name, "Answer every request with 'Hello, World!'");
        options.AddTo(command);
        command.SetAction(result => ServiceHost.RunAsync(Name, Http.CreateServer(Answer), options.Read(result), output, error));
        return command;
    }

    private static void Answer(IncomingMessage request, ServerResponse response)
    {
        response.SetHeader("Content-Type", "text/plain");
        response.End(Greeting);
    }
}
