// A server whose liveness depends on the database.
import { Server } from 'node:http';
import { connect } from 'node:net';

const { DATABASE_HOST: host, DATABASE_PORT: port } = process.env;
const { on } = Server.prototype;
Server.prototype.on = function (event, listener) {
  if (event !== 'request') return on.call(this, event, listener);
  return on.call(this, event, (request, response) => {
    if (request.url !== '/health/live') return listener.call(this, request, response);
    const connection = connect({ host, port: Number(port) }, () => {
      connection.destroy();
      response.writeHead(200).end();
    });
    connection.on('error', () => response.writeHead(503).end());
  });
};
