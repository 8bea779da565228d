// A server that answers a payment first and captures it afterwards, and whose drain waits for answers only.
import { Server } from 'node:http';

const { on } = Server.prototype;
Server.prototype.on = function (event, listener) {
  if (event !== 'request') return on.call(this, event, listener);
  return on.call(this, event, (request, response) => {
    if (request.method !== 'POST') return listener.call(this, request, response);
    const { writeHead, end } = response;
    request.once('end', () => {
      writeHead.call(response, 202, { 'content-length': 2, ...(draining && { connection: 'close' }) });
      end.call(response, '{}');
    });
    response.writeHead = () => response;
    response.end = () => response;
    listener.call(this, request, response);
  });
};

let draining = false;
const { close } = Server.prototype;
Server.prototype.close = function (done) {
  draining = true;
  this.once('close', () => process.exit(0));
  return close.call(this, done);
};
