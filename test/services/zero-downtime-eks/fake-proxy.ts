import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';

/** Speaks as much of PostgreSQL's protocol over TLS as RDS Proxy does until it has the password, and then refuses it. */
export interface FakeProxy {
  readonly port: number;
  /** What clients have sent, one for each connection. */
  readonly passwords: readonly string[];
  /** File of the certificate, which a client has to trust. */
  readonly certificate: string;
  close(): void;
}

/** @param name of the host in the certificate */
export async function fakeProxy(name: string): Promise<FakeProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'fake-proxy-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...files], {
    stdio: 'ignore',
  });
  const passwords: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    // SSLRequest; S says that TLS may begin.
    socket.once('data', () => {
      socket.write('S');
      const secure = new TLSSocket(socket, {
        isServer: true,
        key: readFileSync(key),
        cert: readFileSync(certificate),
      });
      secure.on('error', () => undefined);
      // StartupMessage; the answer is AuthenticationCleartextPassword.
      secure.once('data', () => {
        secure.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]));
        secure.once('data', (message) => {
          passwords.push(message.subarray(5, -1).toString());
          const fields = Buffer.from('SFATAL\0C28P01\0Mrefused\0\0');
          const length = Buffer.alloc(4);
          length.writeUInt32BE(fields.length + 4);
          secure.end(Buffer.concat([Buffer.from('E'), length, fields]));
        });
      });
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    passwords,
    certificate,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
