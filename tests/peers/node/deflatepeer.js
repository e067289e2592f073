// The ws package with permessage-deflate, as a server or a client.
// deflatepeer.js serve PORT: echoes; the query of the path has the parameters, as in /?server_max_window_bits=9
// deflatepeer.js talk URL COUNT PARAMETERS...: for each one connection that offers these parameters ("a=9; b"), sends
//     COUNT messages and compares what comes back.
const http = require('http');
const { WebSocket, WebSocketServer } = require('ws');

function deflateOptions(pairs) {
  const options = { threshold: 0 };
  for (const [name, value] of pairs) {
    if (name === 'server_no_context_takeover') options.serverNoContextTakeover = true;
    if (name === 'client_no_context_takeover') options.clientNoContextTakeover = true;
    if (name === 'server_max_window_bits') options.serverMaxWindowBits = Number(value);
    if (name === 'client_max_window_bits' && value) options.clientMaxWindowBits = Number(value);
  }
  return options;
}

function serve(port) {
  const server = http.createServer();
  server.on('upgrade', (request, socket, head) => {
    const query = new URL(request.url, 'http://localhost').searchParams;
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: deflateOptions(query) });
    sockets.handleUpgrade(request, socket, head, (peer) => {
      peer.on('message', (data, isBinary) => peer.send(data, { binary: isBinary }));
    });
  });
  server.listen(Number(port), '127.0.0.1');
}

// Mostly small, some of 20 kB, a few of 100 kB; text and binary; what repeats and what does not.
function messages(count) {
  let state = 7692;
  const next = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
  const words = ['alpha', 'beta ', 'größe', '漢字', '\u{1F642}', '{"key":', '[1,2,3]'];
  return Array.from({ length: count }, (_, number) => {
    const size = number % 250 === 249 ? 100000 : number % 40 === 39 ? next(20000) : next(600);
    if (number % 3 === 0) return Buffer.from(Array.from({ length: size }, () => next(256)));
    if (number % 3 === 1) return Buffer.alloc(size, number % 256);
    return Array.from({ length: size / 5 }, () => words[next(words.length)]).join('');
  });
}

function talk(url, wanted, sent) {
  const pairs = wanted.split(';').filter(Boolean).map((item) => item.trim().split('='));
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: deflateOptions(pairs) });
    let number = 0;
    socket.on('error', reject);
    socket.on('open', () => {
      if (socket.extensions !== 'permessage-deflate') reject(new Error('no extension was agreed'));
      sent.forEach((message) => socket.send(message));
    });
    socket.on('message', (data, isBinary) => {
      const message = sent[number];
      if (isBinary !== Buffer.isBuffer(message) || !data.equals(Buffer.from(message)))
        reject(new Error(`${wanted}: message ${number} came back otherwise`));
      number += 1;
      if (number === sent.length) socket.close(1000);
    });
    socket.on('close', (code) => {
      if (number === sent.length && code === 1000) resolve();
      else reject(new Error(`${wanted}: closed with ${code} after ${number} messages`));
    });
  });
}

async function main(mode, ...rest) {
  if (mode === 'serve') return serve(...rest);
  const [url, count, ...all] = rest;
  const sent = messages(Number(count));
  for (const wanted of all) await talk(url, wanted, sent);
  console.log(`${all.length} connections`);
}

main(...process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
