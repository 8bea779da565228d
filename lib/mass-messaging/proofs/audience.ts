import type { Outcome } from '../../../lambda/mass-messaging/outcome';
import { fraction } from '../../local/aws/faults';

/** Shares of an audience, 0 to 1. */
export interface AudienceShares {
  readonly optedOut: number;
  readonly refused: number;
  readonly invalid: number;
  /** The provider fails at them until it is repaired. */
  readonly hopeless: number;
  /** Where it is night; they are the last of the audience. */
  readonly quiet: number;
}

/** People, and how each of them has to end. */
export interface Audience {
  /** CSV. */
  readonly object: Buffer;
  /** By recipient id, or `line <position>` where that cannot be read. */
  readonly expected: ReadonlyMap<string, Outcome>;
  readonly optedOut: readonly string[];
}

const nobody: AudienceShares = { optedOut: 0, refused: 0, invalid: 0, hopeless: 0, quiet: 0 };

/** Where it is afternoon when a virtual clock starts, and where it is seven in the morning. */
const DAY = 'Asia/Seoul';
const NIGHT = 'America/Noronha';

/** An audience of people `r0`, `r1` …, the same ones for an equal seed. */
export function makeAudience(count: number, shares: Partial<AudienceShares> = {}, seed = 'audience'): Audience {
  const { optedOut, refused, invalid, hopeless, quiet } = { ...nobody, ...shares };
  const expected = new Map<string, Outcome>();
  const out: string[] = [];
  const lines = ['id,address,timeZone'];
  const bounds = [invalid, optedOut, refused, hopeless].map((_, index, all) =>
    all.slice(0, index + 1).reduce((sum, share) => sum + share, 0),
  );
  for (let place = 0; place < count; place++) {
    const id = `r${place}`;
    // However small the audience, somebody in it is hopeless.
    const drawn = place === 0 && hopeless > 0 ? invalid + optedOut + refused : fraction(`${seed} ${place}`);
    const timeZone = place >= count * (1 - quiet) ? NIGHT : DAY;
    const kind = bounds.findIndex((bound) => drawn < bound);
    if (kind === 0) {
      const broken = invalidLines[place % invalidLines.length];
      lines.push(broken?.(id) ?? '');
      expected.set(place % invalidLines.length === 0 ? `line ${place}` : id, 'invalid');
      continue;
    }
    if (kind === 1) out.push(id);
    lines.push(`${id},${addressPrefixes[kind] ?? 'to'}-${id},${timeZone}`);
    expected.set(id, ends[kind] ?? 'delivered');
  }
  return { object: Buffer.from(lines.join('\n')), expected, optedOut: out };
}

const invalidLines: readonly ((id: string) => string)[] = [
  () => ',to-nobody,Asia/Seoul',
  (id) => `${id},,Asia/Seoul`,
  (id) => `${id},to-${id},Atlantis/Capital`,
];

/** By kind: invalid, opted out, refused, hopeless. */
const addressPrefixes: Readonly<Record<number, string>> = { 2: 'refused', 3: 'hopeless' };
const ends: Readonly<Record<number, Outcome>> = { 1: 'opted-out', 2: 'refused', 3: 'dead-lettered' };

/** Whether the provider refuses this address for good. */
export const isRefused = (to: string): boolean => to.startsWith('refused-');

/** Whether the provider fails at this address until it is repaired. */
export const isHopeless = (to: string): boolean => to.startsWith('hopeless-');
