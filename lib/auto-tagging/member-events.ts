import { Stack } from 'aws-cdk-lib';
import { CfnEventBusPolicy } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';

/** Lets member accounts put their events on the default bus of this account and Region. */
export class MemberEvents extends Construct {
  constructor(scope: Construct, id: string, memberAccounts: readonly string[]) {
    super(scope, id);
    const { partition, region, account } = Stack.of(this);
    for (const member of memberAccounts) {
      const statementId = `AutoTagging${member}`;
      new CfnEventBusPolicy(this, `Member${member}`, {
        statementId,
        statement: {
          Sid: statementId,
          Effect: 'Allow',
          Principal: { AWS: `arn:${partition}:iam::${member}:root` },
          Action: 'events:PutEvents',
          Resource: `arn:${partition}:events:${region}:${account}:event-bus/default`,
        },
      });
    }
  }
}
