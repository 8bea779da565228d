import type { CloudTrailEvent } from '../cloudtrail/event';

export function tagsInEvent(_event: CloudTrailEvent): Readonly<Record<string, string>> {
  return {};
}
