namespace HttpActors;

/// <content>The calls of the base that return the message, as calls that return the response.</content>
public partial class ServerResponse
{
    /// <inheritdoc cref="OutgoingMessage.SetHeader(string, string)"/>
    public new ServerResponse SetHeader(string name, string value)
    {
        base.SetHeader(name, value);
        return this;
    }

    /// <inheritdoc cref="OutgoingMessage.SetHeader(string, long)"/>
    public new ServerResponse SetHeader(string name, long value)
    {
        base.SetHeader(name, value);
        return this;
    }

    /// <inheritdoc cref="OutgoingMessage.SetHeader(string, IEnumerable{string})"/>
    public new ServerResponse SetHeader(string name, IEnumerable<string> values)
    {
        base.SetHeader(name, values);
        return this;
    }

    /// <inheritdoc cref="OutgoingMessage.AppendHeader(string, string)"/>
    public new ServerResponse AppendHeader(string name, string value)
    {
        base.AppendHeader(name, value);
        return this;
    }

    /// <inheritdoc cref="OutgoingMessage.SetHeaders"/>
    public new ServerResponse SetHeaders(IEnumerable<KeyValuePair<string, string>> headers)
    {
        base.SetHeaders(headers);
        return this;
    }

    /// <inheritdoc cref="OutgoingMessage.SetTimeout"/>
    public new ServerResponse SetTimeout(TimeSpan time, Action<NetSocket>? callback = null)
    {
        base.SetTimeout(time, callback);
        return this;
    }

    /// <inheritdoc cref="OutgoingMessage.End(ReadOnlyMemory{byte}, Action{Exception?}?)"/>
    public new ServerResponse End(ReadOnlyMemory<byte> data = default, Action<Exception?>? callback = null)
    {
        base.End(data, callback);
        return this;
    }

    /// <inheritdoc cref="OutgoingMessage.End(string, Action{Exception?}?)"/>
    public new ServerResponse End(string text, Action<Exception?>? callback = null)
    {
        base.End(text, callback);
        return this;
    }

    /// <inheritdoc cref="OutgoingMessage.End(Action{Exception?}?)"/>
    public new ServerResponse End(Action<Exception?>? callback)
    {
        base.End(callback);
        return this;
    }
}
