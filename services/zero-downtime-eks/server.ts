import type { Socket } from 'node:net';
import { connect } from './database';
import { CutOffError, Drain } from './drain';
import { readPaymentSettings } from './environment';
import { type Health, start } from './health';
import { httpServer } from './http-server';
import { ledger } from './ledger';
import { log } from './log';
import { paymentHandler } from './payment-server';

function main(): void {
  const settings = readPaymentSettings(process.env);
  const { address, port, keepAliveSeconds, drainSeconds, ledgerPhase, release } = settings;
  const sql = connect(settings);
  const drain = new Drain();
  const health: Health = {
    started: false,
    get draining() {
      return drain.draining;
    },
  };
  const handler = paymentHandler(ledger(sql, ledgerPhase), health, release);
  const server = httpServer({ keepAliveSeconds, handler, drain, release });

  const connections = new Set<Socket>();
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
  });

  // As PID 1 node ignores a SIGTERM that it has no handler for, as the kernel gives PID 1 no default action; with one
  // it is told like any process.
  process.on('SIGTERM', () => {
    // A second one changes nothing.
    if (drain.draining) return;
    log({ message: 'draining', release });
    drain
      .end(server, connections, drainSeconds)
      .then(() => sql.end({ timeout: 1 }))
      .then(() => log({ message: 'drained', release }))
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        if (error instanceof CutOffError) log({ message: 'cut off', work: error.message, release });
        fail(error);
      });
  });

  server.on('error', fail);
  server.listen(port, address, () => log({ message: 'listening', address: server.address(), release }));
  start(health, sql, ledgerPhase).catch(fail);
}

function fail(error: unknown): never {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
}

try {
  main();
} catch (error) {
  fail(error);
}
