import type { Failed } from '../protocol/events';
import type { Request } from '../protocol/requests';
import { isPassing, Resender } from './resender';
import type { Timers } from './socket';
import { RefusedError } from './view';

interface Call {
  readonly request: Request;
  readonly answer: Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: RefusedError) => void;
  waitsForAnswer: boolean;
}

export interface CallsOptions {
  readonly timers: Timers;
  readonly random: () => number;
  readonly send: (request: Request) => boolean;
}

/** Requests that wait for their answer. Each of them may be repeated without harm, and is after each connection. */
export class Calls {
  private readonly calls = new Map<string, Call>();
  private readonly resender: Resender;

  constructor(private readonly options: CallsOptions) {
    this.resender = new Resender({
      ...options,
      onFlush: () => this.sendAll(),
      onOverdue: () => this.sendAgain(),
    });
  }

  /**
   * @param key by which the answer is found; asked again with the same one, there is one request
   * @throws RefusedError
   */
  async ask(key: string, request: Request): Promise<unknown> {
    const known = this.calls.get(key);
    if (known) return known.answer;
    let settle: Pick<Call, 'resolve' | 'reject'> | undefined;
    const answer = new Promise<unknown>((resolve, reject) => {
      settle = { resolve, reject };
    });
    if (settle) this.calls.set(key, { request, answer, waitsForAnswer: false, ...settle });
    this.flush();
    return answer;
  }

  flush(): void {
    this.resender.flush();
  }

  disconnected(): void {
    this.resender.stop();
    for (const call of this.calls.values()) call.waitsForAnswer = false;
  }

  answer(key: string, value: unknown): void {
    this.calls.get(key)?.resolve(value);
    this.calls.delete(key);
  }

  /** An error names its request by id or key, else by room; requests are answered in their order. */
  refused(failed: Failed): void {
    const entries = [...this.calls];
    const found =
      entries.find(([key, { request }]) => failed.id !== undefined && (idOf(request) ?? key) === failed.id) ??
      entries.find(
        ([, { request, waitsForAnswer }]) => waitsForAnswer && 'room' in request && request.room === failed.room,
      );
    if (!found) return;
    const [key, call] = found;
    if (isPassing(failed)) {
      call.waitsForAnswer = false;
      this.resender.hold(failed);
      return;
    }
    this.calls.delete(key);
    call.reject(new RefusedError(failed.code, failed.message, failed.retryAfterMs));
  }

  private sendAll(): boolean {
    for (const call of this.calls.values()) {
      if (!call.waitsForAnswer) call.waitsForAnswer = this.options.send(call.request);
    }
    return [...this.calls.values()].some(({ waitsForAnswer }) => waitsForAnswer);
  }

  private sendAgain(): void {
    for (const call of this.calls.values()) call.waitsForAnswer = false;
    this.flush();
  }
}

function idOf(request: Request): string | undefined {
  if ('id' in request) return request.id;
  return request.type === 'download' ? request.key : undefined;
}
