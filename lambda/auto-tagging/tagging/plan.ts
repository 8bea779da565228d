import { type TagResult, type TagTask, tagSetKey } from './task';

/** The most ARNs of one TagResources call: https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html */
export const ARNS_PER_CALL = 20;

/** A task on its way. */
export interface Attempt {
  readonly task: TagTask;
  readonly settle: (result: TagResult) => void;
  /** Tasks of one group may share a call. */
  readonly group: string;
  /** Part of a call that was split: its group is sent at once, however small. */
  readonly split: boolean;
  readonly attempts: number;
  /** Not sent before (milliseconds since 1970). */
  readonly notBefore: number;
  /** Why it is here again; such an attempt only fills calls that are made anyway. */
  readonly notYet?: string;
}

/**
 * Attempts of one account and Region, grouped by equal tag sets into calls of up to {@link ARNS_PER_CALL}. Full calls
 * come first. A part call comes only when nothing more can join it.
 */
export class CallPlan {
  private readonly groups = new Map<string, Attempt[]>();
  private readonly inFlight = new Map<string, number>();

  /** A first attempt for the task. */
  static first(task: TagTask, settle: (result: TagResult) => void): Attempt {
    return { task, settle, group: tagSetKey(task.tags), split: false, attempts: 0, notBefore: 0 };
  }

  add(attempt: Attempt): void {
    const group = this.groups.get(attempt.group);
    if (group === undefined) this.groups.set(attempt.group, [attempt]);
    else group.push(attempt);
  }

  /**
   * Takes the attempts of the next call out of the plan; {@link done} tells when the call is over.
   *
   * @param now milliseconds since 1970
   * @param closed nothing new will be added
   */
  take(now: number, closed: boolean): readonly Attempt[] | undefined {
    const name = this.next(now, closed);
    const group = name === undefined ? undefined : this.groups.get(name);
    if (name === undefined || group === undefined) return undefined;
    const ready = group.filter((attempt) => attempt.notBefore <= now).sort((a, b) => rank(a) - rank(b));
    const call = ready.slice(0, ARNS_PER_CALL);
    const taken = new Set(call);
    const rest = group.filter((attempt) => !taken.has(attempt));
    if (rest.length === 0) this.groups.delete(name);
    else this.groups.set(name, rest);
    this.inFlight.set(name, (this.inFlight.get(name) ?? 0) + 1);
    return call;
  }

  /** Whether {@link take} would give a call. */
  has(now: number, closed: boolean): boolean {
    return this.next(now, closed) !== undefined;
  }

  /** A call that {@link take} gave is over, and what has to be sent again has been added. */
  done(call: readonly Attempt[]): void {
    const name = call[0]?.group ?? '';
    const calls = (this.inFlight.get(name) ?? 1) - 1;
    if (calls === 0) this.inFlight.delete(name);
    else this.inFlight.set(name, calls);
  }

  /** Once nothing new comes, takes out what is not worth a call of its own in this invocation. */
  leftovers(): readonly Attempt[] {
    const idle = [...this.groups].filter(([name]) => !this.inFlight.has(name));
    const left = idle.filter(([, group]) => group.length < ARNS_PER_CALL && group.every(canLeave));
    for (const [name] of left) this.groups.delete(name);
    return left.flatMap(([, group]) => group);
  }

  /** Takes everything out. */
  drain(): readonly Attempt[] {
    const rest = [...this.groups.values()].flat();
    this.groups.clear();
    return rest;
  }

  /** When the next attempt that waits for its time becomes ready; Infinity where none does. */
  wakeAt(now: number): number {
    const times = [...this.groups.values()].flat().map(({ notBefore }) => notBefore);
    return times.reduce((soonest, time) => (time > now && time < soonest ? time : soonest), Number.POSITIVE_INFINITY);
  }

  get isEmpty(): boolean {
    return this.groups.size === 0 && this.inFlight.size === 0;
  }

  private next(now: number, closed: boolean): string | undefined {
    let best: string | undefined;
    let most = 0;
    for (const [name, group] of this.groups) {
      const ready = group.filter((attempt) => attempt.notBefore <= now).length;
      if (ready >= ARNS_PER_CALL) return name;
      if (ready > most && (group.every(({ split }) => split) || (closed && this.isComplete(name, group, now)))) {
        best = name;
        most = ready;
      }
    }
    return best;
  }

  /** Nothing more can join the group in this invocation, and it holds something that has to be sent in it. */
  private isComplete(name: string, group: readonly Attempt[], now: number): boolean {
    const mayGrow = this.inFlight.has(name) || group.some(({ notYet, notBefore }) => !notYet && notBefore > now);
    return !mayGrow && !group.every(canLeave);
  }
}

function canLeave({ task, notYet, split }: Attempt): boolean {
  return !split && (notYet !== undefined || task.mayWait);
}

/** What cannot leave goes first, so that what is left can; what may wait finds a place in the next batch. */
function rank({ notYet, task }: Attempt): number {
  if (notYet !== undefined) return 1;
  return task.mayWait ? 2 : 0;
}
