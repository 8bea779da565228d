import { setImmediate as immediately } from 'node:timers/promises';
import type { Clock } from './clock';

type Callback = (...values: unknown[]) => void;

/**
 * The globals and built-in modules that tell or wait for time, bound to `clock`.
 *
 * @param alive a timer fires only while this is true
 */
export function clockGlobals(clock: Clock, alive: () => boolean) {
  const whenAlive =
    (callback: Callback): Callback =>
    (...values) => {
      if (alive()) callback(...values);
    };
  const setTimeout = (callback: Callback, milliseconds?: number, ...values: unknown[]) =>
    clock.setTimeout(whenAlive(callback), milliseconds, ...values);
  const setInterval = (callback: Callback, milliseconds?: number, ...values: unknown[]) =>
    clock.setInterval(whenAlive(callback), milliseconds, ...values);
  const clearTimeout = (timer: unknown) => clock.clearTimeout(timer);
  const clearInterval = (timer: unknown) => clock.clearInterval(timer);

  const wait = (milliseconds?: number, value?: unknown, { signal }: { readonly signal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const timer = setTimeout(() => resolve(value), milliseconds);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    });
  const started = clock.now();
  const performance = new Proxy(globalThis.performance, {
    get: (target, key) => {
      if (key === 'now') return () => clock.now() - started;
      if (key === 'timeOrigin') return started;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const timeout = (milliseconds: number) => {
    const controller = new AbortController();
    setTimeout(
      () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
      milliseconds,
    );
    return controller.signal;
  };
  const AbortSignal = new Proxy(globalThis.AbortSignal, {
    get: (target, key) => (key === 'timeout' ? timeout : Reflect.get(target, key, target)),
  });

  const timers = { setTimeout, clearTimeout, setInterval, clearInterval };
  const promises = { setTimeout: wait, setImmediate: immediately, scheduler: { wait, yield: () => immediately() } };
  return {
    globals: { ...timers, Date: clock.Date, performance, AbortSignal },
    builtins: {
      timers: { ...timers, setImmediate, clearImmediate, promises },
      'timers/promises': promises,
      perf_hooks: { performance },
    },
  };
}
