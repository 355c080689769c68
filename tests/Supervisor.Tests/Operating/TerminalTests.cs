using HttpActors.Supervisor.Hosting;
using HttpActors.Supervisor.Operations;

namespace HttpActors.Supervisor.Tests.Operating;

/// <summary>What a terminal that is closed does to the process that was started on it.</summary>
public class TerminalTests
{
    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    [InlineData(false, true, false)]
    public void SIGHUP_means_its_end_only_where_there_was_one(bool before, bool now, bool isGone)
    {
        var isThere = before;
        var terminal = new ControllingTerminal(() => isThere);
        isThere = now;

        Assert.Equal(isGone, terminal.IsGone);
    }

    [Fact]
    public void What_cannot_be_said_any_more_hurts_nobody()
    {
        using var gone = new Gone();
        var log = new SupervisorLog(gone, TimeProvider.System);

        log.Error("a", "b");

        Assert.Equal("b", Assert.Single(log.Recent).Text);
    }

    private sealed class Gone : TextWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void WriteLine(string? value) => throw new IOException("Input/output error");
    }
}
