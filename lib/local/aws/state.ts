import type { Clock } from '../clock';
import type { DeliveryStream } from '../firehose';
import type { Stream } from '../kinesis';
import type { Queue } from '../queue';
import type { Faults } from './faults';
import type { Inventory } from './inventory';
import type { NewObject, ObjectMetadata } from './object-metadata';
import type { Input } from './service';

/** What the local services share. */
export interface State {
  readonly clock: Clock;
  readonly inventory: Inventory;
  readonly faults: Faults;
  /** By queue URL. */
  readonly queues: Map<string, Queue>;
  /** Kinesis streams by name. */
  readonly streams: Map<string, Stream>;
  /** Firehose streams by name. */
  readonly deliveryStreams: Map<string, DeliveryStream>;
  /** Objects by bucket, then by key. */
  readonly buckets: Map<string, Map<string, Buffer>>;
  /** Content type and tags of the objects that have them. */
  readonly objectMetadata: WeakMap<Buffer, ObjectMetadata>;
  /** Origins of pages that may read the answers of a bucket, by bucket. */
  readonly corsOrigins: Map<string, readonly string[]>;
  /** Called for each object that was put or posted. */
  readonly onObject: ((object: NewObject) => void)[];
  /** Values by name and by ARN. */
  readonly secrets: Map<string, string>;
  /** SecureString values by name. */
  readonly parameters: Map<string, string>;
  /** What LookupEvents finds. */
  readonly trail: TrailEvent[];
  /** Called for each event that is put on a bus. */
  readonly onEvent: ((busName: string, event: Input) => void)[];
  readonly limits: Limits;
}

export interface Limits {
  /** TagResources calls a second for each account and Region. */
  readonly tagResources: number;
  /** GetResources calls a second for each account and Region. */
  readonly getResources: number;
  /** Bytes of all entries of a PutEvents call. */
  readonly putEventsBytes: number;
}

/** A CloudTrail record with the names under which LookupEvents finds it. */
export interface TrailEvent {
  readonly resourceNames: readonly string[];
  readonly record: Input;
}
