import { bytesOf, envelope, kinesisEvent } from './kinesis-event';
import {
  StreamEventSourceMapping,
  type StreamEventSourceMappingOptions,
  type StreamKind,
} from './stream-event-source-mapping';

export type {
  DiscardedBatch,
  StreamEventSourceMappingOptions as KinesisEventSourceMappingOptions,
} from './stream-event-source-mapping';

/** Lambda looks for records at a base rate of once a second: https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
const kinesis: StreamKind = { pollMilliseconds: 1_000, envelope, bytesOf, event: kinesisEvent };

/** Polls the shards of a data stream for a function. The ordering key is the partition key. */
export class KinesisEventSourceMapping extends StreamEventSourceMapping {
  constructor(options: StreamEventSourceMappingOptions) {
    super(kinesis, options);
  }
}
