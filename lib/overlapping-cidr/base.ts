import type { App } from 'aws-cdk-lib';
import type { AccountStack } from './account-stack';
import type { OverlappingCidrConfig } from './config';
import type { ConsumerStack } from './consumer-stack';
import type { ProviderStack } from './provider-stack';
import type { Sharing } from './share';

/** What each option is put on top of. */
export interface Base {
  readonly app: App;
  readonly config: OverlappingCidrConfig;
  readonly consumer: ConsumerStack;
  readonly provider: ProviderStack;
  readonly sharing: Sharing;
}

/** Orders stacks also where they are of different accounts, which the CDK leaves open. Destroying goes the other way. */
export function oneAfterTheOther(stacks: readonly AccountStack[]): void {
  for (const [index, stack] of stacks.entries()) {
    const before = stacks[index - 1];
    if (before) stack.addStackDependency(before, 'what it connects to');
  }
}

/** The share whose invitation the consumer has to accept. */
export const invitation = (
  { withinOrganization }: Sharing,
  { shareArn }: { readonly shareArn?: string },
): string | undefined => (withinOrganization ? undefined : shareArn);
