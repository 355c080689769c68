// Node's http module with the same answers as the other peers: node server.mjs PORT ROOT
import { createServer } from 'node:http';
import { createReadStream, statSync } from 'node:fs';
import { basename, join } from 'node:path';

const [port, root] = [Number(process.argv[2]), process.argv[3]];
const piece = Buffer.alloc(64 * 1024, 'x');
const pieces = 160;

function hello(response) {
  response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': 13 });
  response.end('Hello, World!');
}

function echo(request, response) {
  const parts = [];
  request.on('data', part => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts);
    const json = JSON.stringify({
      method: request.method, url: request.url, httpVersion: request.httpVersion, headers: request.headers,
      body: body.toString('utf8'), bodyLength: body.length, trailers: request.trailers,
    });
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) });
    response.end(json);
  });
}

function chunked(response) {
  response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
  let left = pieces;
  const send = () => {
    while (left-- > 0) {
      if (!response.write(piece)) return response.once('drain', send);
    }
    response.end();
  };
  send();
}

function block(response) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  hello(response);
}

function file(request, response) {
  const path = join(root, basename(request.url));
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': statSync(path).size });
  createReadStream(path).pipe(response);
}

const server = createServer((request, response) => {
  switch (request.url) {
    case '/': return hello(response);
    case '/echo': return echo(request, response);
    case '/chunked': return chunked(response);
    case '/block': return block(response);
    default: return file(request, response);
  }
});
// The idle rows hold connections for longer than the default of five seconds.
server.keepAliveTimeout = 120_000;
server.listen(port, '127.0.0.1', 511, () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));
