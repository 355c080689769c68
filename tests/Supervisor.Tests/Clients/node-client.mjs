// Talks to `httpactors echo` with both HTTP clients of Node and prints "ok" or fails.
import assert from 'node:assert/strict';
import http from 'node:http';

const base = process.argv[2];
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function request(options, chunks = []) {
  return new Promise((resolve, reject) => {
    const req = http.request(base, { agent, ...options }, (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (part) => { text += part; });
      res.on('end', () => resolve({ res, json: text ? JSON.parse(text) : null, reused: req.reusedSocket }));
      res.on('error', reject);
    });
    req.on('error', reject);
    for (const chunk of chunks) req.write(chunk);
    req.end();
  });
}

const get = await request({ path: '/a?b=c', headers: { 'X-One': '1' } });
assert.equal(get.res.statusCode, 200);
assert.equal(get.json.method, 'GET');
assert.equal(get.json.url, '/a?b=c');
assert.equal(get.json.headers['x-one'], '1');
assert.equal(get.json.bodyLength, 0);

const post = await request({ method: 'POST', path: '/' }, ['first ', 'sécond', Buffer.alloc(200_000, 'x')]);
assert.equal(post.json.headers['transfer-encoding'], 'chunked');
assert.equal(post.json.bodyLength, 6 + 7 + 200_000);
assert.ok(post.json.body.startsWith('first sécondxxx'));
assert.ok(post.reused, 'the second request did not use the first one\'s connection');

const empty = await request({ path: '/nocontent' });
assert.equal(empty.res.statusCode, 204);
const head = await request({ method: 'HEAD', path: '/' });
assert.equal(head.res.statusCode, 200);

const fetched = await (await fetch(base + 'f')).json();
assert.equal(fetched.method, 'GET');
assert.equal(fetched.url, '/f');

async function* parts() { yield Buffer.from('one '); yield Buffer.from('two'); }
const streamed = await (await fetch(base, { method: 'POST', body: ReadableStream.from(parts()), duplex: 'half' })).json();
assert.equal(streamed.headers['transfer-encoding'], 'chunked');
assert.equal(streamed.body, 'one two');
assert.equal(streamed.bodyLength, 7);

agent.destroy();
console.log('ok');
