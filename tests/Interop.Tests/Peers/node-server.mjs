// The server of Node as a peer: node node-server.mjs PATTERN SOCKET TEXT LINES. Prints its port, ends with its input.
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import zlib from 'node:zlib';

const [, , patternFile, socketPath, textFile, linesFile] = process.argv;
const pattern = fs.readFileSync(patternFile);
const twice = Buffer.concat([pattern, pattern]);
const plainText = fs.readFileSync(textFile);
const lines = fs.readFileSync(linesFile);
const coders = { gzip: zlib.gzipSync, deflate: zlib.deflateSync, br: zlib.brotliCompressSync };

const collect = async (req) => {
  const parts = [];
  for await (const part of req) parts.push(part);
  return Buffer.concat(parts);
};

function send(res, body, status = 200, headers = {}) {
  res.writeHead(status, { 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(body), ...headers });
  res.end(body);
}

async function sendSeen(req, res) {
  const framing = req.headers['transfer-encoding'] ?? req.headers['content-length'] ?? '';
  send(res, `${req.method}|${req.headers['content-type'] ?? ''}|${framing}|${await collect(req)}`);
}

function redirect(res, status, location) {
  res.writeHead(status, { Location: location, 'Content-Length': 0 }).end();
}

function sendLines(req, res) {
  const coding = (req.headers['accept-encoding'] ?? '').split(',').map((name) => name.trim()).find((name) => coders[name]);
  if (!coding) return send(res, lines);
  // Chunked, in pieces that have nothing to do with those of the coding.
  const body = coders[coding](lines);
  res.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Encoding': coding });
  for (let at = 0; at < body.length; at += 1000) res.write(body.subarray(at, at + 1000));
  res.end();
}

function sendHints(res) {
  res.writeEarlyHints({ link: '</style.css>; rel=preload; as=style', 'x-hint': 'first' });
  res.writeEarlyHints({ link: ['</a.js>; rel=preload; as=script', '</b.js>; rel=preload; as=script'] });
  res.writeProcessing();
  send(res, plainText);
}

function sendTrailers(res) {
  res.writeHead(200, { 'Content-Type': 'text/plain', Trailer: 'Checksum' });
  res.write('first ');
  res.addTrailers({ Checksum: 'abc', 'X-Other': 'def' });
  res.end('second');
}

async function download(url, res) {
  const length = Number(url.searchParams.get('length'));
  res.writeHead(200, { 'Content-Length': length });
  for (let sent = 0; sent < length; sent += pattern.length) {
    const full = !res.write(pattern.subarray(0, Math.min(pattern.length, length - sent)));
    if (full) await new Promise((resolve) => res.once('drain', resolve));
  }
  res.end();
}

async function upload(req, res) {
  let length = 0;
  let right = true;
  for await (const part of req) {
    for (let at = 0; at < part.length;) {
      const start = length % pattern.length;
      const size = Math.min(pattern.length, part.length - at);
      right &&= part.compare(twice, start, start + size, at, at + size) === 0;
      at += size;
      length += size;
    }
  }
  send(res, `${length} ${right ? 'right' : 'wrong'}`);
}

async function answer(req, res) {
  const url = new URL(req.url, 'http://localhost');
  const path = url.pathname;
  if (path === '/text') send(res, plainText);
  else if (path === '/seen') await sendSeen(req, res);
  else if (path === '/credentials') send(res, `${req.headers.authorization ?? ''}|${req.headers.cookie ?? ''}`);
  else if (path === '/tagged' && req.headers['if-none-match'] === '"1"') res.writeHead(304, { ETag: '"1"' }).end();
  else if (path === '/tagged') send(res, plainText, 200, { ETag: '"1"' });
  else if (path === '/nothing') res.writeHead(204).end();
  else if (path === '/loop') redirect(res, 302, '/loop');
  else if (path === '/away') redirect(res, 307, url.searchParams.get('to'));
  else if (path.startsWith('/to/')) redirect(res, Number(path.slice(4)), '/seen');
  else if (path === '/lines') sendLines(req, res);
  else if (path === '/echo') req.pipe(res.writeHead(200, { 'Content-Type': req.headers['content-type'] ?? 'text/plain' }));
  else if (path === '/refuse') send(res, '', 413);
  else if (path === '/hints') sendHints(res);
  else if (path === '/trailers' && req.method === 'GET') sendTrailers(res);
  else if (path === '/trailers') { await collect(req); send(res, req.trailers.checksum ?? 'no trailers'); }
  else if (path === '/end') { res.useChunkedEncodingByDefault = false; res.writeHead(200, { Connection: 'close' }).end(lines); }
  else if (path === '/vanish') { res.on('finish', () => req.socket.end()); send(res, plainText); }
  else if (path === '/download') await download(url, res);
  else if (path === '/upload') await upload(req, res);
  else send(res, '', 404);
}

// One frame of a client: { opcode, fin, data, rest }, or null while octets are missing.
function readFrame(octets) {
  if (octets.length < 2) return null;
  let length = octets[1] & 0x7f;
  let at = 2;
  if (length === 126) { if (octets.length < 4) return null; length = octets.readUInt16BE(2); at = 4; }
  else if (length === 127) { if (octets.length < 10) return null; length = Number(octets.readBigUInt64BE(2)); at = 10; }
  if (octets.length < at + 4 + length) return null;
  const mask = octets.subarray(at, at + 4);
  const data = Buffer.from(octets.subarray(at + 4, at + 4 + length));
  for (let i = 0; i < length; i++) data[i] ^= mask[i & 3];
  return { opcode: octets[0] & 0x0f, fin: octets[0] & 0x80, data, rest: octets.subarray(at + 4 + length) };
}

function frame(opcode, fin, data) {
  const head = data.length < 126 ? Buffer.from([opcode | fin, data.length])
    : data.length < 65536 ? Buffer.from([opcode | fin, 126, data.length >> 8, data.length & 255])
      : Buffer.concat([Buffer.from([opcode | fin, 127, 0, 0, 0, 0]), Buffer.from(new Uint32Array([data.length]).buffer).swap32()]);
  return Buffer.concat([head, data]);
}

function echoSocket(req, socket, first) {
  const key = crypto.createHash('sha1').update(req.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
  const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`;
  // With ?greet the first frame leaves together with the head.
  const greeting = req.url.endsWith('?greet') ? frame(1, 0x80, Buffer.from('welcome')) : Buffer.alloc(0);
  socket.write(Buffer.concat([Buffer.from(head, 'latin1'), greeting]));
  let octets = first;
  socket.on('error', () => socket.destroy());
  socket.on('data', (part) => {
    octets = Buffer.concat([octets, part]);
    for (let got = readFrame(octets); got; got = readFrame(octets)) {
      octets = got.rest;
      if (got.opcode === 8) return socket.end(frame(8, 0x80, got.data));
      socket.write(frame(got.opcode === 9 ? 10 : got.opcode, got.fin, got.data));
    }
  });
}

function prepare(server) {
  server.keepAliveTimeout = 60_000;
  server.requestTimeout = 0;
  // Whoever asks first is refused without 100 here, and gets it everywhere else.
  server.on('checkContinue', (req, res) => {
    if (req.url === '/refuse') return send(res, '', 417);
    res.writeContinue();
    answer(req, res);
  });
  server.on('upgrade', echoSocket);
  return server;
}

prepare(http.createServer(answer)).listen(socketPath, () => {
  const server = prepare(http.createServer(answer)).listen(0, '127.0.0.1', () => console.log(server.address().port));
});
process.stdin.on('end', () => process.exit(0)).resume();
