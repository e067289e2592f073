// The ws package as a server: server.js PORT|SOCKET-PATH [CERTIFICATE KEY [CLIENT-CA]]. Echoes messages; words beginning
// with "/" are orders.
const fs = require('fs');
const http = require('http');
const https = require('https');
const { WebSocketServer } = require('ws');

const [port, certificate, key, clientCa] = process.argv.slice(2);
const server = certificate
  ? https.createServer({
      cert: fs.readFileSync(certificate),
      key: fs.readFileSync(key),
      ...(clientCa && { ca: fs.readFileSync(clientCa), requestCert: true, rejectUnauthorized: true }),
    })
  : http.createServer();
const sockets = new WebSocketServer({
  server,
  perMessageDeflate: false,
  handleProtocols: (offered) => (offered.has('echo') ? 'echo' : false),
});

sockets.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    const word = isBinary ? '' : data.toString();
    if (word === '/ping') {
      socket.ping('are you there');
      socket.once('pong', (payload) => socket.send('pong:' + payload));
    } else if (word === '/close') {
      socket.close(4001, 'as you wish');
    } else if (word === '/fragments') {
      socket.send('one ', { fin: false });
      socket.send('two ', { fin: false });
      socket.send('three', { fin: true });
    } else {
      socket.send(data, { binary: isBinary });
    }
  });
});
if (port.startsWith('/')) server.listen(port);
else server.listen(Number(port), '127.0.0.1');
