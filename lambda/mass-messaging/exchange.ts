import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

/** An answer's head. */
export interface AnswerHead {
  readonly status: number;
  /** The header, where it is one. */
  readonly retryAfter: string | undefined;
}

/**
 * One request and its answer, with one limit for both: to wait for a connection counts, too. It is told once, and a
 * request that has not begun by the end of its time never begins.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  private readonly timer: NodeJS.Timeout;
  private controller: Dispatcher.DispatchController | undefined;
  private head: AnswerHead = { status: 0, retryAfter: undefined };
  private ended: Error | 'answered' | undefined;

  /**
   * @param timeout milliseconds
   * @param answered called when the answer has come to its end
   */
  constructor(
    timeout: number,
    private readonly answered: (head: AnswerHead) => void,
    private readonly failed: (error: Error) => void,
  ) {
    this.timer = setTimeout(() => this.giveUp(new Error(`no answer in ${timeout} ms`)), timeout);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.ended instanceof Error) controller.abort(this.ended);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders | undefined,
  ): void {
    this.head = { status, retryAfter: headers?.['retry-after'] };
  }

  /** The body is read so that the connection can be used again; nothing in it is needed. */
  onResponseData(): void {}

  onResponseEnd(): void {
    if (this.ended !== undefined) return;
    this.ended = 'answered';
    clearTimeout(this.timer);
    this.answered(this.head);
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.ended !== undefined) return;
    this.ended = error;
    clearTimeout(this.timer);
    this.failed(error);
  }

  private giveUp(error: Error): void {
    this.onResponseError(undefined, error);
    this.controller?.abort(error);
  }
}
