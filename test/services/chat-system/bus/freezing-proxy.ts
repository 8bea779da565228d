import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Passes connections on to a port, until one of them is frozen: it stands, and nothing comes through any more. */
export class FreezingProxy {
  readonly sockets: Socket[] = [];
  private readonly onwards: Socket[] = [];
  private readonly server: Server;

  constructor(target: number) {
    this.server = createServer((socket) => {
      const onward = connect(target, '127.0.0.1');
      this.sockets.push(socket);
      this.onwards.push(onward);
      for (const end of [socket, onward]) end.on('error', () => undefined);
      socket.pipe(onward).pipe(socket);
      socket.on('close', () => onward.destroy());
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `redis://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  freeze(index: number): void {
    this.sockets[index]?.unpipe();
    this.sockets[index]?.pause();
  }

  async stop(): Promise<void> {
    for (const socket of [...this.sockets, ...this.onwards]) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
