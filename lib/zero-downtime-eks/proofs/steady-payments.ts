import { setTimeout as sleep } from 'node:timers/promises';
import { type AskedPayment, postPayment, somePayment } from './payment-client';
import type { PaymentProcess } from './payment-process';

/** Payments that come one after the other until they are stopped. */
export interface SteadyPayments {
  /** Those that were captured, with their ids. */
  readonly captured: readonly { readonly id: string; readonly asked: AskedPayment }[];
  /** One line for each that was not. */
  readonly failed: readonly string[];
  /** Ends when the payment that is under way is answered: what a preStop hook waits for. */
  underWay(): Promise<void>;
  /** Ends when the last payment is answered. */
  stop(): Promise<void>;
}

/** @param servers those that serve at the moment, in turn; asked anew for each payment */
export function steadyPayments(servers: () => readonly PaymentProcess[]): SteadyPayments {
  const captured: { id: string; asked: AskedPayment }[] = [];
  const failed: string[] = [];
  let stopped = false;
  let payment = Promise.resolve();
  async function pay(index: number): Promise<void> {
    const current = servers();
    const server = current[index % current.length];
    if (!server) return;
    const asked = somePayment(index);
    try {
      const { status, body } = await postPayment(server, asked);
      if (status === 201) captured.push({ id: String(body.id), asked });
      else failed.push(`a payment in phase ${server.phase}: ${status}`);
    } catch (error) {
      failed.push(`a payment in phase ${server.phase}: ${String(error)}`);
    }
  }
  const loop = (async () => {
    for (let index = 0; !stopped; index++) {
      payment = pay(index);
      await payment;
      await sleep(2);
    }
  })();
  return {
    captured,
    failed,
    underWay: () => payment,
    async stop() {
      stopped = true;
      await loop;
    },
  };
}
