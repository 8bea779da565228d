// A server that does not look at how much waits for a client.
import { Socket } from 'node:net';

Object.defineProperty(Socket.prototype, 'writableLength', { get: () => 0 });
