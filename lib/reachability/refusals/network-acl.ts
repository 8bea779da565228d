import type { NetworkModel } from '../model';
import { type Refusal, repeated } from './refusal';

const LINK = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html';

/** Entries with a number out of range, or one that is taken. */
export function networkAclRefusals({ networkAcls }: NetworkModel): readonly Refusal[] {
  return networkAcls.flatMap(({ id, entries }) => {
    const refuse = (entryId: string | undefined, reason: string): Refusal => ({
      component: entryId ?? id,
      type: 'network-acl',
      reason,
      link: LINK,
    });
    const numbers = entries
      .filter(({ ruleNumber }) => !Number.isInteger(ruleNumber) || ruleNumber < 1 || ruleNumber > 32_766)
      .map((entry) => refuse(entry.id, `the rule number ${entry.ruleNumber} is not between 1 and 32766`));
    const taken = repeated(entries, ({ egress, ruleNumber }) => `${egress} ${ruleNumber}`).map((entry) =>
      refuse(entry.id, `${entry.egress ? 'outbound' : 'inbound'} rule ${entry.ruleNumber} already exists`),
    );
    return [...numbers, ...taken];
  });
}
