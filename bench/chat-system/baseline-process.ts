import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Request } from '../../services/chat-system/protocol/requests';
import { answerMemory } from './answer-memory';

/**
 * The server that most tutorials have: `ws`, a channel of pub/sub for each room, and a `send` for each connection. It speaks
 * the same words, stores nothing, numbers nothing, and asks nobody whether one is a member.
 * Argument: port of Redis.
 */
async function main(): Promise<void> {
  const [, , port = ''] = process.argv;
  const [publisher, subscriber] = [new Redis(Number(port)), new Redis(Number(port))];
  const rooms = new Map<string, Set<WebSocket>>();
  subscriber.on('message', (room, text) => {
    const event = `[{"type":"messages","room":"${room}","messages":[${text}]}]`;
    for (const socket of rooms.get(room) ?? []) socket.send(event);
  });
  const open = async (socket: WebSocket, room: string) => {
    const members = rooms.get(room) ?? new Set();
    rooms.set(room, members.add(socket));
    if (members.size === 1) await subscriber.subscribe(room);
    socket.on('close', () => members.delete(socket));
    socket.send(JSON.stringify([{ type: 'opened', room, last: 0 }]));
  };
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', backlog: 4_096 });
  server.on('connection', (socket) => {
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      const request = JSON.parse(String(data)) as Request;
      if (request.type === 'open') return void open(socket, request.room);
      if (request.type !== 'send') return socket.send(JSON.stringify([{ type: 'pong', at: Date.now() }]));
      const { room, id, text } = request;
      const at = Date.now();
      void publisher.publish(room, JSON.stringify({ room, seq: 0, id, from: 'u', at, text })).then(() => {
        socket.send(JSON.stringify([{ type: 'stored', room, id, seq: 0, at }]));
      });
    });
  });
  await new Promise<void>((resolve) => server.on('listening', resolve));
  answerMemory();
  process.send?.((server.address() as AddressInfo).port);
}

void main();
// Whoever started it is gone.
process.once('disconnect', () => process.exit());
