// Every release after the first one has much to load before it listens.
import { Server } from 'node:http';

if (process.env.RELEASE !== 'release-1') {
  const { listen } = Server.prototype;
  Server.prototype.listen = function (...args) {
    setTimeout(() => listen.apply(this, args), Number(process.env.BROKEN_SECONDS) * 1_000);
    return this;
  };
}
