import type { ConnectionState } from '../client/view';
import type { ErrorCode } from '../protocol/events';
import type { Room } from '../protocol/messages';

/** What a room is called: its title, or the other of two. */
export function nameOf(room: Room, user: string): string {
  if (room.title !== undefined) return room.title;
  return room.members.find((member) => member !== user) ?? user;
}

/** The state of the connection for a person. */
export function connectionWords({ is }: ConnectionState): string {
  return { connected: 'Connected', connecting: 'Connecting…', waiting: 'No connection', stopped: 'Signed out' }[is];
}

const errors: Readonly<Record<ErrorCode, string>> = {
  malformed: 'It was not understood.',
  'too-large': 'It is too large.',
  'not-a-member': 'You are not in this room.',
  'not-found': 'There is no such room.',
  'too-many-members': 'The group is full.',
  'too-many-rooms': 'Too many rooms are open.',
  'rate-limited': 'Too fast. Wait a moment.',
  unavailable: 'The server cannot take it now.',
  'not-available': 'The file is not available.',
};

/** Why something did not work, for a person. */
export function errorWords(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return (errors as Readonly<Record<string, string>>)[code] ?? 'It did not work.';
}

/** A size in bytes, for a person. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const fullDate = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });
const shortDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** @param at milliseconds since 1970 */
export function timeWords(at: number): string {
  return clock.format(at);
}

/** `Today`, `Yesterday`, or the date. @param at milliseconds since 1970 @param now the same */
export function dayWords(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days === 0) return 'Today';
  return days === 1 ? 'Yesterday' : fullDate.format(at);
}

/** The time of a message of today, the day of others. */
export function whenWords(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days === 0) return timeWords(at);
  return days === 1 ? 'Yesterday' : shortDate.format(at);
}

/** Midnights between two times, where the reader is. Of a day that has 23 or 25 hours as well. */
function daysBetween(at: number, now: number): number {
  return Math.round((midnight(now) - midnight(at)) / 86_400_000);
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Who of a room is there. */
export function presenceWords(room: Room, user: string, online: (user: string) => boolean): string {
  const others = room.members.filter((member) => member !== user);
  if (room.title === undefined) return others.some(online) ? 'Online' : 'Offline';
  const there = others.filter(online);
  const members = `${room.members.length} members`;
  return there.length === 0 ? `${members}, nobody else online` : `${members}, online: ${there.join(', ')}`;
}
