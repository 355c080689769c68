using System.Text;

namespace HttpActors.Supervisor.Tests.Harness;

/// <summary>Text that one thread writes while another reads it; the base library's keeps writers apart, not readers.</summary>
internal sealed class LockedWriter : TextWriter
{
    private readonly StringBuilder _text = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_text)
            _text.Append(value);
    }

    public override void Write(string? value)
    {
        lock (_text)
            _text.Append(value);
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    public override string ToString()
    {
        lock (_text)
            return _text.ToString();
    }
}
