namespace HttpActors;

/// <content>The calls of the base that return the message, as calls that return the request.</content>
public sealed partial class ClientRequest
{
    /// <inheritdoc cref="OutgoingMessage.End(ReadOnlyMemory{byte}, Action{Exception?}?)"/>
    public new ClientRequest End(ReadOnlyMemory<byte> data = default, Action<Exception?>? callback = null)
    {
        base.End(data, callback);
        return this;
    }

    /// <inheritdoc cref="OutgoingMessage.End(string, Action{Exception?}?)"/>
    public new ClientRequest End(string text, Action<Exception?>? callback = null)
    {
        base.End(text, callback);
        return this;
    }

    /// <inheritdoc cref="OutgoingMessage.End(Action{Exception?}?)"/>
    public new ClientRequest End(Action<Exception?>? callback)
    {
        base.End(callback);
        return this;
    }

    /// <inheritdoc cref="OutgoingMessage.SetHeader(string, string)"/>
    public new ClientRequest SetHeader(string name, string value)
    {
        base.SetHeader(name, value);
        return this;
    }

    /// <summary>
    /// Sets how long nothing may move on the connection, from now on; time in the agent's queue does not count. Then
    /// <c>TimedOut</c> is raised; where nobody listens the request is destroyed with an <see cref="HttpTimeoutException"/>.
    /// After the response's end it does nothing.
    /// </summary>
    /// <inheritdoc cref="OutgoingMessage.SetTimeout"/>
    /// <returns>This request.</returns>
    public new ClientRequest SetTimeout(TimeSpan time, Action<NetSocket>? callback = null)
    {
        base.SetTimeout(time, callback);
        return this;
    }

    /// <inheritdoc cref="OutgoingMessage.SetHeader(string, long)"/>
    public new ClientRequest SetHeader(string name, long value)
    {
        base.SetHeader(name, value);
        return this;
    }

    /// <inheritdoc cref="OutgoingMessage.SetHeader(string, IEnumerable{string})"/>
    public new ClientRequest SetHeader(string name, IEnumerable<string> values)
    {
        base.SetHeader(name, values);
        return this;
    }

    /// <inheritdoc cref="OutgoingMessage.AppendHeader(string, string)"/>
    public new ClientRequest AppendHeader(string name, string value)
    {
        base.AppendHeader(name, value);
        return this;
    }

    /// <inheritdoc cref="OutgoingMessage.SetHeaders"/>
    public new ClientRequest SetHeaders(IEnumerable<KeyValuePair<string, string>> headers)
    {
        base.SetHeaders(headers);
        return this;
    }
}
