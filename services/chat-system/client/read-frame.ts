import type { Event } from '../protocol/events';

/**
 * Reads a frame of a server. What is no list of events is passed over: API Gateway says in words of its own when a
 * function has failed, and later versions of the protocol may have events that this one does not know.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-selection-expressions.html
 */
export function readFrame(data: unknown): readonly Event[] {
  if (typeof data !== 'string') return [];
  try {
    const events: unknown = JSON.parse(data);
    return Array.isArray(events) ? events.filter(isEvent) : [];
  } catch {
    return [];
  }
}

function isEvent(value: unknown): value is Event {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
