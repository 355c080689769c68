using System.Net.Sockets;
using Akka.TestKit.Xunit2;

namespace HttpActors.Tests.Hostile;

/// <content>Where a callback of a message may throw.</content>
public sealed partial class ThrowingCallbackScenarios
{
    private void FailInExchange(IncomingMessage request, ServerResponse response, string where)
    {
        switch (where)
        {
            case "request.DataReceived":
                request.DataReceived += _ => Fail();
                break;
            case "request.Ended":
                request.Ended += Fail;
                break;
            case "request.Errored":
                request.Errored += _ => Fail();
                break;
            case "request.Closed":
                request.Closed += Fail;
                break;
            case "data.OnNext":
                request.Data.Subscribe(new FailingBody(Fail, "next"));
                break;
            case "data.OnCompleted":
                request.Data.Subscribe(new FailingBody(Fail, "end"));
                break;
            case "data.OnError":
                request.Data.Subscribe(new FailingBody(Fail, "error"));
                break;
            default:
                FailInResponse(response, where);
                return;
        }

        if (where is "request.Closed" or "request.Ended" or "request.Errored")
        {
            request.Resume();
        }

        if (where == "request.Closed")
        {
            response.End("answered");
        }
    }

    private void FailInResponse(ServerResponse response, string where)
    {
        switch (where)
        {
            case "response.Ended":
                response.Ended += Fail;
                break;
            case "response.Finished":
                response.Finished += Fail;
                break;
            case "response.Drained":
                response.Drained += Fail;
                Assert.False(response.Write(new byte[8_000_000]));
                return;
            case "response.Closed":
                response.Closed += Fail;
                break;
            case "response.Errored":
                // So much that it cannot have left yet: of a finished response nothing is told any more.
                response.Errored += _ => Fail();
                response.End(new byte[16 * 1024 * 1024]);
                response.Write("more");
                return;
            case "write callback":
                response.Write("part", callback: _ => Fail());
                return;
            default:
                response.End("answered"u8.ToArray(), callback: _ => Fail());
                return;
        }

        response.End("answered");
    }

    private sealed class FailingBody(Action fail, string where) : IObserver<ReadOnlyMemory<byte>>
    {
        public void OnNext(ReadOnlyMemory<byte> value) => FailIn("next");

        public void OnCompleted() => FailIn("end");

        public void OnError(Exception error) => FailIn("error");

        private void FailIn(string place)
        {
            if (place == where)
            {
                fail();
            }
        }
    }
}
