// Writes socketio.jsonl: what socket.io-client and socket.io 4 say to each other over a WebSocket, message by message.
// usage: npm install socket.io socket.io-client ws, then: node record_socketio.mjs > socketio.jsonl
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { WebSocket, WebSocketServer } from 'ws';

const lines = [];
const http = createServer();
const server = new Server(http, { transports: ['websocket'], pingInterval: 300, pingTimeout: 1000 });
server.on('connection', (socket) => {
  socket.on('chat', (text, done) => { socket.emit('chat', text, { from: 'server', at: 17 }); done('ok', [1, 2]); });
  socket.on('file', (name, octets, done) => done({ name, octets }));
  socket.emit('welcome');
});
server.of('/admin').use((socket, next) =>
  next(socket.handshake.auth.token === 'letmein' ? undefined : new Error('no such token')));
await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));

// Both real ends talk through this, which writes down every message.
const relay = new WebSocketServer({ port: 0, host: '127.0.0.1' });
relay.on('connection', (client, request) => {
  const upstream = new WebSocket(`ws://127.0.0.1:${http.address().port}${request.url}`);
  const waiting = [];
  const record = (dir, data, binary) =>
    lines.push(JSON.stringify(binary ? { dir, hex: data.toString('hex') } : { dir, text: data.toString() }));
  client.on('message', (data, binary) => {
    record('out', data, binary);
    if (upstream.readyState === WebSocket.OPEN) upstream.send(data, { binary });
    else waiting.push([data, binary]);
  });
  upstream.on('open', () => waiting.forEach(([data, binary]) => upstream.send(data, { binary })));
  upstream.on('message', (data, binary) => { record('in', data, binary); client.send(data, { binary }); });
  client.on('close', () => upstream.close());
  upstream.on('close', () => client.close());
});
await new Promise((resolve) => relay.on('listening', resolve));

const url = `http://127.0.0.1:${relay.address().port}`;
const options = { transports: ['websocket'], reconnection: false };
const main = io(url, options);
await new Promise((resolve) => main.on('welcome', resolve));
await new Promise((resolve) => main.emit('chat', 'hi "you"', resolve));
await new Promise((resolve) => main.emit('file', 'a.bin', Buffer.from([0, 1, 254, 255]), resolve));
const refused = main.io.socket('/admin', { auth: { token: 'wrong' } });
refused.connect();
await new Promise((resolve) => refused.on('connect_error', resolve));
refused.auth = { token: 'letmein' };
refused.connect();
await new Promise((resolve) => refused.on('connect', resolve));
refused.emit('halt', { now: true });
await new Promise((resolve) => main.io.engine.once('ping', () => setTimeout(resolve, 50)));
refused.disconnect();
await new Promise((resolve) => setTimeout(resolve, 50));
main.disconnect();
await new Promise((resolve) => setTimeout(resolve, 50));
console.log(lines.join('\n'));
process.exit(0);
