import type { CloudTrailEvent } from '../cloudtrail/event';
import type { CreateIndex } from './create-index';
import type { Derivation } from './derivation';

export function derive(event: CloudTrailEvent, _index: CreateIndex): Derivation {
  return { kind: 'unmapped', reason: event.eventName };
}
