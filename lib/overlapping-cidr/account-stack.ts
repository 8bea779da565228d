import { Fn, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AccountConfig } from './config';

export interface AccountStackProps extends Pick<StackProps, 'description'> {
  /** @default - the account and Region that are deployed to */
  readonly environment?: AccountConfig;
}

/** A stack of one of the two accounts. */
export class AccountStack extends Stack {
  readonly #zones: readonly string[];

  constructor(scope: Construct, id: string, { environment, ...props }: AccountStackProps) {
    super(scope, id, { ...props, env: environment && { account: environment.account, region: environment.region } });
    // The zones that the CDK would look up for a given account are left to CloudFormation, as in any other stack.
    if (environment?.availabilityZones) {
      Validations.of(this).acknowledge({
        id: 'CloudFormation-Validate::W3010',
        reason: 'Which zones are the same ones in both accounts is decided in the config.',
      });
    }
    this.#zones = environment?.availabilityZones ?? [0, 1].map((index) => Fn.select(index, Fn.getAzs()));
  }

  override get availabilityZones(): string[] {
    return [...this.#zones];
  }
}
