// Every release after the first one hangs as soon as it has said that it is ready.
import { ServerResponse } from 'node:http';

if (process.env.RELEASE !== 'release-1') {
  const { writeHead } = ServerResponse.prototype;
  ServerResponse.prototype.writeHead = function (status, ...args) {
    if (this.req.url === '/health/ready' && status === 200) this.once('finish', () => setTimeout(hang, 10));
    return writeHead.call(this, status, ...args);
  };
}

function hang() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
