using Akka.TestKit.Xunit2;

namespace HttpActors.Tests.Server;

/// <summary>A handler that throws costs its own exchange only (4.11; scenario H94). In a system whose log can be watched.</summary>
public sealed class HandlerFailureScenarios : TestKit
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public Task S94_Before_anything_was_sent_it_costs_a_500_with_the_headers_cleared() => WithServerAsync(
        (_, answer) =>
        {
            answer.SetHeader("X-Set", "before");
            throw new InvalidOperationException("broken handler");
        },
        async server =>
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            var response = await ExpectFailureAsync(() => client.ExchangeAsync(Get));
            Assert.Equal((500, "close"), (response.Status, response["Connection"]));
            Assert.Null(response["X-Set"]);
            Assert.Equal("", await client.ReadToEndAsync());
        });

    [Fact]
    public Task S94_An_asynchronous_handler_fails_the_same_way() => WithServerAsync(
        async (_, _) =>
        {
            await Task.Run(() => { });
            throw new InvalidOperationException("broken handler");
        },
        async server =>
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            Assert.Equal(500, (await ExpectFailureAsync(() => client.ExchangeAsync(Get))).Status);
        });

    [Fact]
    public Task S94_After_the_head_was_sent_the_connection_breaks() => WithServerAsync(
        (_, answer) =>
        {
            answer.Write("some");
            throw new InvalidOperationException("broken handler");
        },
        async server =>
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            await ExpectFailureAsync(async () =>
            {
                await client.SendAsync(Get);
                Assert.True(await client.EndsWithResetAsync());
                return true;
            });
        });

    [Fact]
    public Task S94_An_asynchronous_handler_after_its_head_breaks_the_connection() => WithServerAsync(
        async (_, answer) =>
        {
            await answer.WriteAsync("some"u8.ToArray());
            await Task.Yield();
            throw new InvalidOperationException("broken handler");
        },
        async server =>
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            await ExpectFailureAsync(async () =>
            {
                await client.SendAsync(Get);
                Assert.True(await client.EndsWithResetAsync());
                return true;
            });
        });

    [Theory]
    [InlineData("data")]
    [InlineData("end")]
    [InlineData("continuation")]
    public Task A_callback_that_throws_costs_its_exchange(string where) => WithServerAsync(
        (request, _) =>
        {
            void FailIn(string callback)
            {
                if (callback == where)
                {
                    throw new InvalidOperationException("broken handler");
                }
            }

            request.DataReceived += _ => FailIn("data");
            request.Ended += () => FailIn("end");
            SynchronizationContext.Current!.Post(_ => FailIn("continuation"), null);
            return Task.CompletedTask;
        },
        async server =>
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            var response = await ExpectFailureAsync(
                () => client.ExchangeAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx"));
            Assert.Equal(500, response.Status);
        });

    [Fact]
    public Task A_callback_that_throws_after_the_exchange_costs_only_a_line_in_the_log() => WithServerAsync(
        (_, answer) =>
        {
            answer.Closed += () => throw new InvalidOperationException("broken handler");
            answer.End("ok");
            return Task.CompletedTask;
        },
        async server =>
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal("ok", (await ExpectFailureAsync(() => client.ExchangeAsync(Get))).Body);
            }
        });

    [Fact]
    public Task Other_connections_and_later_requests_do_not_notice() => WithServerAsync(
        (request, answer) =>
        {
            if (request.Url == "/fail")
            {
                throw new InvalidOperationException("broken handler");
            }

            answer.End("fine");
            return Task.CompletedTask;
        },
        async server =>
        {
            using var other = await RawClient.ConnectAsync(server.Address);
            for (var i = 0; i < 5; i++)
            {
                using var client = await RawClient.ConnectAsync(server.Address);
                Assert.Equal("fine", (await client.ExchangeAsync(Get)).Body);
                await ExpectFailureAsync(() => client.ExchangeAsync("GET /fail HTTP/1.1\r\nHost: h\r\n\r\n"));
                Assert.Equal("fine", (await other.ExchangeAsync(Get)).Body);
            }
        });

    [Fact]
    public Task An_observer_that_throws_costs_that_exchange_and_stays_subscribed() => WithServerAsync(
        listener: null,
        async server =>
        {
            using var subscription = server.Requests.Subscribe(exchange =>
            {
                if (exchange.Request.Url == "/fail")
                {
                    throw new InvalidOperationException("broken handler");
                }

                exchange.Response.End("fine");
            });
            for (var i = 0; i < 3; i++)
            {
                using var client = await RawClient.ConnectAsync(server.Address);
                var failed = await ExpectFailureAsync(() => client.ExchangeAsync("GET /fail HTTP/1.1\r\nHost: h\r\n\r\n"));
                Assert.Equal(500, failed.Status);
                using var next = await RawClient.ConnectAsync(server.Address);
                Assert.Equal("fine", (await next.ExchangeAsync(Get)).Body);
            }
        });

    [Fact]
    public Task A_listener_for_connections_that_throws_costs_that_connection() => WithServerAsync(
        (_, answer) =>
        {
            answer.End("fine");
            return Task.CompletedTask;
        },
        async server =>
        {
            var isFirst = true;
            server.ConnectionOpened += _ =>
            {
                if (isFirst)
                {
                    isFirst = false;
                    throw new InvalidOperationException("broken handler");
                }
            };
            await ExpectFailureAsync(async () =>
            {
                try
                {
                    using var client = await RawClient.ConnectAsync(server.Address);
                    await client.EndsWithResetAsync();
                }
                catch (System.Net.Sockets.SocketException)
                {
                    // The reset may come before the connect has returned.
                }

                return true;
            });
            using var next = await RawClient.ConnectAsync(server.Address);
            Assert.Equal("fine", (await next.ExchangeAsync(Get)).Body);
        });

    [Fact]
    public Task A_follower_of_the_sockets_end_that_throws_does_not_keep_the_server_from_closing() => WithServerAsync(
        (request, answer) =>
        {
            request.Socket!.Closed += () => throw new InvalidOperationException("broken handler");
            answer.End("fine");
            return Task.CompletedTask;
        },
        async server =>
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            await client.ExchangeAsync(Get);
            var closing = server.CloseAsync();
            await ExpectFailureAsync(async () =>
            {
                client.Dispose();
                await closing.InTime();
                return true;
            });
        });

    [Fact]
    public Task A_request_that_nobody_listens_for_is_named_in_the_log() => WithServerAsync(
        listener: null,
        async server =>
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            await EventFilter.Warning(contains: "nobody listens").ExpectOneAsync(async () =>
                Assert.Equal(503, (await client.ExchangeAsync(Get)).Status));
        });

    [Fact]
    public async Task A_users_system_outlives_the_server_that_lived_in_it()
    {
        await WithServerAsync((_, answer) => answer.EndAsync().AsTask(), async server =>
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            Assert.Equal(200, (await client.ExchangeAsync(Get)).Status);
        });
        Assert.False(Sys.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task The_end_of_a_users_system_closes_its_servers()
    {
        var server = Http.CreateServer(new HttpServerOptions { ActorSystem = Sys });
        await server.ListenAsync(0, "127.0.0.1").InTime();
        using var client = await RawClient.ConnectAsync(server.Address);
        await client.ExchangeAsync(Get);
        await Sys.Terminate().InTime();
        await server.Completion.InTime();
        await client.EndsWithResetAsync();
        Assert.False(server.IsListening);
    }

    private async Task WithServerAsync(
        Func<IncomingMessage, ServerResponse, Task>? listener, Func<HttpServer, Task> scenario)
    {
        var options = new HttpServerOptions { ActorSystem = Sys };
        var server = listener is null ? Http.CreateServer(options) : Http.CreateServer(options, listener);
        await server.ListenAsync(0, "127.0.0.1").InTime();
        await scenario(server);
        server.Dispose();
        await server.Completion.InTime();
    }

    private Task WithServerAsync(RequestListener listener, Func<HttpServer, Task> scenario) => WithServerAsync(
        (request, answer) =>
        {
            listener(request, answer);
            return Task.CompletedTask;
        },
        scenario);

    /// <summary>The failure is logged once.</summary>
    private async Task<T> ExpectFailureAsync<T>(Func<Task<T>> action)
    {
        var result = default(T);
        await EventFilter.Exception<InvalidOperationException>("broken handler")
            .ExpectOneAsync(async () => result = await action());
        return result!;
    }
}
