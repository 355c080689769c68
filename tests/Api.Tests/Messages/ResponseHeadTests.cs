using HttpActors.Protocol;

namespace HttpActors.Tests.Messages;

/// <summary>The head of a response (API rows 31 to 33 and 36, n51 to n57, n64; scenarios S10, S14, S15 to B31).</summary>
public sealed class ResponseHeadTests : ServerTest
{
    [Fact]
    public async Task S30_Automatic_headers_are_Date_Connection_and_framing()
    {
        var response = await AnswerToAsync(Get, (_, answer) => answer.SetHeader("X-Date", "x").End("hi"));
        Assert.Equal("HTTP/1.1 200 OK", response.StatusLine);
        Assert.Matches("^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT$", response["Date"]!);
        Assert.Equal("keep-alive", response["Connection"]);
        Assert.Equal("timeout=65", response["Keep-Alive"]);
        Assert.Equal("2", response["Content-Length"]);
    }

    [Theory]
    [InlineData(200, "OK")]
    [InlineData(404, "Not Found")]
    [InlineData(510, "Not Extended")]
    [InlineData(220, "unknown")]
    public async Task S14_Status_codes_travel_unchanged(int code, string reason)
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            answer.StatusCode = code;
            answer.End();
        });
        Assert.Equal((code, reason), (response.Status, response.Reason));
    }

    [Fact]
    public async Task S14_A_reason_of_ones_own_stands_in_the_status_line()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            answer.StatusMessage = "Very Fine";
            answer.End();
        });
        Assert.Equal("HTTP/1.1 200 Very Fine", response.StatusLine);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(99)]
    [InlineData(150)]
    [InlineData(1000)]
    public async Task S21_A_status_out_of_range_throws_and_the_response_can_still_be_sent(int code)
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            Assert.Equal("ERR_HTTP_INVALID_STATUS_CODE", Assert.Throws<HttpRangeException>(() => answer.WriteHead(code)).Code);
            Assert.Equal("ERR_HTTP_INVALID_STATUS_CODE", Assert.Throws<HttpRangeException>(() => answer.StatusCode = code).Code);
            Assert.False(answer.HeadersSent);
            answer.WriteHead(201).End();
        });
        Assert.Equal(201, response.Status);
    }

    [Fact]
    public async Task Row36_WriteHead_replaces_names_that_were_set_and_keeps_repeated_pairs()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            answer.SetHeader("First", "1").SetHeader("replaced", "old");
            var returned = answer.WriteHead(202, "Taken", [Pair("Replaced", "a"), Pair("Replaced", "b"), Pair("Last", "z")]);
            Assert.Same(answer, returned);
            answer.End();
        });
        Assert.Equal("HTTP/1.1 202 Taken", response.StatusLine);
        Assert.Equal(["First: 1", "Replaced: a", "Replaced: b", "Last: z"], response.Fields.Take(4).Select(Line));
    }

    [Fact]
    public async Task Row36_WriteHead_alone_waits_for_the_body_so_that_it_still_gets_a_length()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            answer.WriteHead(200, [Pair("A", "b")]);
            Assert.True(answer.HeadersSent);
            answer.End("body");
        });
        Assert.Equal("4", response["Content-Length"]);
    }

    [Fact]
    public async Task S18_After_the_head_is_built_nothing_changes_and_everything_can_be_read()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            answer.SetHeader("A", "b");
            answer.WriteHead(200);
            foreach (var change in new Action[]
            {
                () => answer.SetHeader("C", "d"),
                () => answer.AppendHeader("A", "d"),
                () => answer.RemoveHeader("A"),
                () => answer.Headers.Set("C", ["d"]),
                () => answer.WriteHead(200),
                () => answer.StatusCode = 201,
                () => answer.StatusMessage = "x",
                () => answer.WriteContinue(),
            })
            {
                Assert.Equal("ERR_HTTP_HEADERS_SENT", Assert.Throws<HttpStateException>(change).Code);
            }

            Assert.Equal("b", answer.GetHeader("a"));
            Assert.True(answer.HasHeader("A"));
            answer.End();
        });
        Assert.Equal("b", response["A"]);
    }

    [Fact]
    public async Task Row33_SetHeader_overwrites_whatever_the_case_and_keeps_the_case_given()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            answer.SetHeader("x-name", "1").SetHeader("X-Name", "2").SetHeader("X-Number", 42);
            Assert.Equal("2", answer.GetHeader("X-NAME"));
            answer.End();
        });
        Assert.Equal(["X-Name: 2", "X-Number: 42"], response.Fields.Take(2).Select(Line));
    }

    [Fact]
    public async Task N56_S22_A_list_value_gives_a_line_each_but_cookie_is_joined()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            answer.SetHeader("X-List", ["a", "b"]).SetHeader("Cookie", ["c=1", "d=2"]).AppendHeader("X-List", "c");
            answer.End();
        });
        Assert.Equal(["a", "b", "c"], response.All("X-List"));
        Assert.Equal(["c=1; d=2"], response.All("Cookie"));
    }

    [Fact]
    public async Task Row32_A_removed_header_is_not_sent()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            answer.SetHeader("Gone", "1");
            answer.RemoveHeader("gONE");
            answer.RemoveHeader("never-there");
            Assert.Null(answer.GetHeader("Gone"));
            answer.End();
        });
        Assert.Null(response["Gone"]);
    }

    [Fact]
    public async Task S10_Five_hundred_headers_arrive()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            for (var i = 0; i < 500; i++)
            {
                answer.SetHeader($"X-{i}", "first").SetHeader($"X-{i}", $"{i}");
            }

            answer.RemoveHeader("X-17");
            answer.SetHeader("Content-Length", "0");
            answer.End();
        });
        Assert.Equal(499, response.Fields.Count(field => field.Key.StartsWith("X-", StringComparison.Ordinal)));
        Assert.Equal("499", response["X-499"]);
        Assert.Equal(["0"], response.All("Content-Length"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("a\"b")]
    [InlineData("a\r\nb")]
    [InlineData("ä")]
    public async Task S19_A_name_that_is_no_token_is_rejected(string? name)
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            Assert.Equal("ERR_INVALID_HTTP_TOKEN", Assert.Throws<HttpArgumentException>(() => answer.SetHeader(name!, "x")).Code);
            Assert.Equal("ERR_INVALID_HTTP_TOKEN", Assert.Throws<HttpArgumentException>(() => answer.WriteHead(200, [Pair(name!, "x")])).Code);
            answer.SetHeader("testing_123", "1").SetHeader("0", "1").SetHeader("It's_fun", "1").SetHeader("foo|bar", "1").End();
        });
        Assert.Equal(["testing_123", "0", "It's_fun", "foo|bar"], response.Fields.Take(4).Select(field => field.Key));
    }

    [Theory]
    [InlineData("a\r\nInjected: 1", "ERR_INVALID_CHAR")]
    [InlineData("\u0000", "ERR_INVALID_CHAR")]
    [InlineData("\u0100", "ERR_INVALID_CHAR")]
    [InlineData(null, "ERR_HTTP_INVALID_HEADER_VALUE")]
    public async Task S19_A_value_that_cannot_stand_in_a_line_is_rejected(string? value, string code)
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            Assert.Equal(code, Assert.Throws<HttpArgumentException>(() => answer.SetHeader("A", value!)).Code);
            answer.End();
        });
        Assert.Null(response["Injected"]);
        Assert.Null(response["A"]);
    }

    [Fact]
    public async Task N77_S29_Values_are_Latin_1()
    {
        var response = await AnswerToAsync(Get, (_, answer) => answer.SetHeader("A", "é ÿ").End());
        Assert.Equal("é ÿ", response["A"]);
    }

    [Fact]
    public async Task S31_Removed_automatic_headers_stay_away()
    {
        var server = await ServeAsync((_, answer) =>
        {
            answer.RemoveHeader("Date");
            answer.RemoveHeader("Connection");
            answer.End("x");
        });
        var client = await ConnectAsync(server);
        for (var i = 0; i < 2; i++)
        {
            // Without Connection an HTTP/1.1 connection persists all the same.
            var response = await client.ExchangeAsync(Get);
            Assert.Null(response["Date"]);
            Assert.Null(response["Connection"]);
        }
    }

    [Fact]
    public async Task S31_Without_any_framing_header_the_body_ends_with_the_connection()
    {
        var server = await ServeAsync((_, answer) =>
        {
            answer.RemoveHeader("Content-Length");
            answer.RemoveHeader("Transfer-Encoding");
            answer.End("to the end");
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        Assert.EndsWith("\r\n\r\nto the end", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task N64_SendDate_off_sends_no_Date()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            answer.SendDate = false;
            answer.End();
        });
        Assert.Null(response["Date"]);
    }

    [Fact]
    public async Task A_head_that_contradicts_itself_throws_and_the_handler_may_mend_it()
    {
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            answer.SetHeader("Content-Length", 5);
            Assert.Throws<LocalProtocolException>(() => answer.End("four"));
            answer.End("fives");
        });
        Assert.Equal("fives", response.Body);
    }

    private static KeyValuePair<string, string> Pair(string name, string value) => KeyValuePair.Create(name, value);

    private static string Line(KeyValuePair<string, string> field) => $"{field.Key}: {field.Value}";
}
