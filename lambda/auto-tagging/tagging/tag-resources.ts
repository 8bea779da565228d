import type { Access } from './access';
import { failureOf } from './errors';
import { addNativeTags, isNativeOnly } from './native-tagging';
import { Pacer } from './pacer';
import { TagLane } from './tag-lane';
import { LATE, placeOf, type TagResult, type TagTask } from './task';
import { resultOf } from './verdict';

/** Native calls under way at a time: each service has a limit of its own, and the SDK retries throttled ones. */
const NATIVE_CONCURRENCY = 5;

/** TagResources calls a second in an account and Region: https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html */
const TAG_CALL_LIMIT = 5;

/** The pacers of an execution environment, by account and Region. */
export class Pacers {
  private readonly pacers = new Map<string, Pacer>();

  /** @param callsPerSecond this environment's share of the limit of TagResources */
  constructor(private readonly callsPerSecond: number) {}

  of(place: string): Pacer {
    const pacer = this.pacers.get(place) ?? new Pacer(this.callsPerSecond, TAG_CALL_LIMIT);
    this.pacers.set(place, pacer);
    return pacer;
  }
}

/** Tags the resources of one invocation: a lane for each account and Region, native calls beside them. */
export class TagExecutor {
  private readonly lanes = new Map<string, TagLane>();
  private readonly queue: (() => Promise<void>)[] = [];
  private nativeCalls = 0;

  /** @param deadline when to stop; milliseconds since 1970 */
  constructor(
    private readonly access: Access,
    private readonly pacers: Pacers,
    private readonly deadline: number,
  ) {}

  /** How the task ends; never throws. Settled by the deadline. */
  add(task: TagTask): Promise<TagResult> {
    if (task.native || isNativeOnly(task.resource)) return this.native(task);
    return this.lane(task).add(task);
  }

  /** Nothing more will be added: calls that are not full may go. */
  close(): void {
    for (const lane of this.lanes.values()) lane.close();
  }

  private lane({ resource }: TagTask): TagLane {
    const place = placeOf(resource);
    const known = this.lanes.get(place);
    if (known !== undefined) return known;
    const native = (task: TagTask, reason: string) => this.native(task, reason);
    const lane = new TagLane(this.access, resource, this.pacers.of(place), native, this.deadline);
    this.lanes.set(place, lane);
    void lane.run();
    return lane;
  }

  /** @param reason why the Resource Groups Tagging API did not do it */
  private native(task: TagTask, reason = ''): Promise<TagResult> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(LATE), Math.max(0, this.deadline - Date.now()));
      this.queue.push(async () => {
        resolve(await this.callNative(task, reason));
        clearTimeout(timer);
      });
      this.pump();
    });
  }

  private pump(): void {
    while (this.nativeCalls < NATIVE_CONCURRENCY) {
      const call = this.queue.shift();
      if (call === undefined) return;
      this.nativeCalls += 1;
      void call().finally(() => {
        this.nativeCalls -= 1;
        this.pump();
      });
    }
  }

  private async callNative({ resource, tags, notYetUntil }: TagTask, rejected: string): Promise<TagResult> {
    if (Date.now() >= this.deadline) return LATE;
    try {
      await addNativeTags(this.access, resource, tags);
      return { kind: 'tagged' };
    } catch (error) {
      const result = resultOf(failureOf(error), notYetUntil, Date.now());
      if (result.kind !== 'refused' || rejected === '') return result;
      return { ...result, reason: `${result.reason}; Resource Groups Tagging API: ${rejected}` };
    }
  }
}
