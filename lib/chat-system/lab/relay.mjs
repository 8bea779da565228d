// Joins Unix sockets, which any network namespace of this machine can use, to endpoints of the one that it runs in.
// Argument: JSON, a list of {path, address, port}.
import { connect, createServer } from 'node:net';

for (const { path, address, port } of JSON.parse(process.argv[2])) {
  createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ host: address, port, allowHalfOpen: true });
    near.pipe(far).pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  }).listen(path);
}
console.log('relays');
