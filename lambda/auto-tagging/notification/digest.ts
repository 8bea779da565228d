import type { Alert } from './parse';

/** A message of which nobody knows whether Slack has it: the function died, or the answer never came. */
export interface InterruptedMessage {
  /** The id under which its findings stand in the log. */
  readonly id: string;
  /** How many alerts it told. */
  readonly size: number;
  /** Those of its alerts that came again, at least one. */
  readonly alerts: readonly Alert[];
}

/** What one person hears from one batch. Alarms are for nobody in particular and have the owner ''. */
export interface Digest {
  readonly owner: string;
  readonly alerts: readonly Alert[];
  readonly interrupted: readonly InterruptedMessage[];
}

/** One digest for each owner, in the order in which the owners first appear. */
export function digestsByOwner(
  alerts: readonly Alert[],
  interrupted: readonly InterruptedMessage[],
): readonly Digest[] {
  const interruptedOf = groupBy(interrupted, ({ alerts: [first] }) => first?.owner ?? '');
  const alertsOf = groupBy(alerts, ({ owner }) => owner);
  return [...new Set([...interruptedOf.keys(), ...alertsOf.keys()])].map((owner) => ({
    owner,
    alerts: alertsOf.get(owner) ?? [],
    interrupted: interruptedOf.get(owner) ?? [],
  }));
}

/** Members with equal keys together, keys and members in the order of their appearance. */
export function groupBy<Member>(
  members: readonly Member[],
  keyOf: (member: Member) => string,
): ReadonlyMap<string, readonly Member[]> {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const key = keyOf(member);
    const group = groups.get(key);
    if (group) group.push(member);
    else groups.set(key, [member]);
  }
  return groups;
}
