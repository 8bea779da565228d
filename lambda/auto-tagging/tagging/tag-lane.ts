import { type FailureInfo, TagResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import type { Access, Place } from './access';
import { type AwsFailure, errorKind, failureOf } from './errors';
import { fullJitter, type Pacer } from './pacer';
import { type Attempt, CallPlan } from './plan';
import { Signal } from './signal';
import { LATE, NOT_YET_DELAY, type TagResult, type TagTask } from './task';
import { verdictOf } from './verdict';

/** So many throttled calls in a row mean that somebody else uses up the limit. */
const THROTTLES_IN_A_ROW = 3;

/** Tags through TagResources the resources of one account and Region, in one invocation, at the pace of its pacer. */
export class TagLane {
  private readonly plan = new CallPlan();
  private readonly changed = new Signal();
  private readonly unsettled = new Map<TagTask, (result: TagResult) => void>();
  private closed = false;
  private splits = 0;
  private throttles = 0;

  /**
   * @param native tags by the service's own call what TagResources does not support
   * @param deadline when to stop; milliseconds since 1970
   */
  constructor(
    private readonly access: Access,
    private readonly place: Place,
    private readonly pacer: Pacer,
    private readonly native: (task: TagTask, reason: string) => Promise<TagResult>,
    private readonly deadline: number,
  ) {}

  /** How the task ends; never throws. */
  add(task: TagTask): Promise<TagResult> {
    return new Promise((resolve) => {
      const settle = (result: TagResult) => {
        this.unsettled.delete(task);
        this.changed.notify();
        resolve(result);
      };
      this.unsettled.set(task, settle);
      this.plan.add(CallPlan.first(task, settle));
      this.changed.notify();
    });
  }

  /** Nothing more will be added: calls that are not full may go. */
  close(): void {
    this.closed = true;
    this.changed.notify();
  }

  /** Sends calls until everything is settled or the deadline has come. */
  async run(): Promise<void> {
    for (let now = Date.now(); now < this.deadline; now = Date.now()) {
      if (this.closed) this.giveBackLeftovers();
      if (this.closed && this.plan.isEmpty && this.unsettled.size === 0) break;
      const wait = this.plan.has(now, this.closed) ? this.pacer.wait(now) : this.plan.wakeAt(now) - now;
      const call = wait > 0 ? undefined : this.plan.take(now, this.closed);
      if (call === undefined) {
        await this.changed.wait(Math.min(wait, this.deadline - now));
      } else {
        this.pacer.use(now);
        void this.send(call).finally(() => this.changed.notify());
      }
    }
    for (const settle of this.unsettled.values()) settle(LATE);
  }

  private giveBackLeftovers(): void {
    for (const { notYet, settle } of this.plan.leftovers()) {
      if (notYet === undefined) settle({ kind: 'retry', reason: 'waits for a fuller call', delaySeconds: 0 });
      else settle({ kind: 'retry', reason: notYet, delaySeconds: NOT_YET_DELAY });
    }
  }

  private async send(call: readonly Attempt[]): Promise<void> {
    try {
      const client = await this.access.tagging(this.place);
      const ResourceARNList = call.map(({ task }) => task.resource.arn ?? '');
      const command = new TagResourcesCommand({ ResourceARNList, Tags: { ...call[0]?.task.tags } });
      const { FailedResourcesMap: failed = {} } = await client.send(command);
      this.throttles = 0;
      for (const attempt of call) this.settle(attempt, failed[attempt.task.resource.arn ?? '']);
    } catch (error) {
      this.callFailed(call, failureOf(error));
    } finally {
      this.plan.done(call);
    }
  }

  private settle(attempt: Attempt, info: FailureInfo | undefined): void {
    if (info === undefined) attempt.settle({ kind: 'tagged' });
    else {
      const { ErrorCode: code = 'Unknown', ErrorMessage: message = '', StatusCode: status = 400 } = info;
      this.failed(attempt, { code, message, status });
    }
  }

  private callFailed(call: readonly Attempt[], failure: AwsFailure): void {
    const kind = errorKind(failure);
    this.throttles = kind === 'throttled' ? this.throttles + 1 : 0;
    if (kind === 'throttled') this.pacer.throttled();
    if (this.throttles >= THROTTLES_IN_A_ROW) this.pacer.pause(Date.now(), fullJitter(this.throttles));
    if (call.length > 1 && failure.code === 'InvalidParameterException') {
      const half = Math.ceil(call.length / 2);
      for (const part of [call.slice(0, half), call.slice(half)]) {
        this.splits += 1;
        const group = `split ${this.splits}`;
        for (const attempt of part) this.plan.add({ ...attempt, group, split: true });
      }
    } else {
      const notBefore = Date.now() + fullJitter((call[0]?.attempts ?? 0) + 1);
      for (const attempt of call) this.failed(attempt, failure, notBefore);
    }
  }

  /** @param notBefore common to a call that failed as a whole, so that it stays full */
  private failed(attempt: Attempt, failure: AwsFailure, notBefore?: number): void {
    const verdict = verdictOf(attempt, failure, Date.now(), notBefore !== undefined);
    if (verdict.kind === 'over') attempt.settle(verdict.result);
    else if (verdict.kind === 'again') {
      this.plan.add({ ...verdict.attempt, notBefore: notBefore ?? verdict.attempt.notBefore });
    } else void this.native(attempt.task, verdict.reason).then(attempt.settle);
  }
}
