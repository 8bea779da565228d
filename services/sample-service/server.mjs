import { createServer } from 'node:http';
import { hostname } from 'node:os';

const [, , service = hostname(), port = '8080'] = process.argv;

const server = createServer((request, response) => {
  const body =
    request.url === '/health'
      ? { status: 'ok' }
      : {
          service,
          host: hostname(),
          // As the network shows it, and what the last proxy says it was.
          client: request.socket.remoteAddress,
          forwardedFor: request.headers['x-forwarded-for'],
        };
  response.writeHead(200, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
});

// Longer than the 60 seconds after which an Application Load Balancer lets go of an idle connection.
server.keepAliveTimeout = 65_000;
server.listen(Number(port), () => console.log(`${service} listens on ${server.address().port}`));
process.on('SIGTERM', () => server.close());
