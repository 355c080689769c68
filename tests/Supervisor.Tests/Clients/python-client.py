"""Talks to `httpactors echo` with Python's http.client and prints "ok" or fails."""
import http.client
import json
import sys
import urllib.parse

base = urllib.parse.urlsplit(sys.argv[1])
connection = http.client.HTTPConnection(base.hostname, base.port, timeout=30)

connection.request("GET", "/a?b=c", headers={"X-One": "1"})
response = connection.getresponse()
described = json.loads(response.read())
assert response.status == 200, response.status
assert response.version == 11, response.version
assert described["method"] == "GET" and described["url"] == "/a?b=c", described
assert described["headers"]["x-one"] == "1", described
first_socket = connection.sock


def chunks():
    yield b"first "
    yield "s\u00e9cond".encode()
    yield b"x" * 200_000


connection.request("POST", "/", body=chunks(), encode_chunked=True, headers={"Transfer-Encoding": "chunked"})
described = json.loads(connection.getresponse().read())
assert described["headers"]["transfer-encoding"] == "chunked", described["headers"]
assert described["bodyLength"] == 6 + 7 + 200_000, described["bodyLength"]
assert described["body"].startswith("first s\u00e9condxxx")
assert connection.sock is first_socket, "the second request did not use the first one's connection"

connection.request("HEAD", "/")
response = connection.getresponse()
assert response.status == 200 and response.read() == b""

connection.request("GET", "/notmodified")
response = connection.getresponse()
assert response.status == 304 and response.read() == b""
connection.close()
print("ok")
