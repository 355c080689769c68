// A server of Node that closes idle connections and announces nothing: node node-idle.mjs MILLISECONDS. Prints its port,
// ends with its input. /twice tells how many targets were posted to more than once.
import http from 'node:http';

const time = Number(process.argv[2]);
const posted = new Map();
const server = http.createServer((req, res) => {
  clearTimeout(req.socket.idle);
  res.on('finish', () => { req.socket.idle = setTimeout(() => req.socket.destroy(), time); });
  // Set by hand, it comes without the hint that would let a client know.
  res.setHeader('Connection', 'keep-alive');
  if (req.url === '/twice') return res.end(String([...posted.values()].filter((times) => times > 1).length));
  if (req.method === 'POST') posted.set(req.url, (posted.get(req.url) ?? 0) + 1);
  req.resume().on('end', () => res.end('x'));
});
// Its own limit has a second on top in some versions.
server.keepAliveTimeout = 0;
process.stdin.resume().on('end', () => process.exit());
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
