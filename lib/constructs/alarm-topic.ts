import { Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

export interface AlarmTopicProps {
  readonly displayName: string;
  /** Who is told by e-mail. */
  readonly email: string;
}

/** A topic that takes the alarms of this account and nothing without TLS, and sends them by e-mail. */
export function alarmTopic(scope: Construct, id: string, { displayName, email }: AlarmTopicProps): Topic {
  const topic = new Topic(scope, id, { displayName, enforceSSL: true });
  // The policy that demands TLS replaces the default one, which would have let the account's alarms publish.
  topic.grantPublish(
    new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  topic.addSubscription(new EmailSubscription(email));
  return topic;
}

/** Tells of alarms by e-mail, where somebody is to be told. */
export function tellByEmail(scope: Construct, alarms: readonly Alarm[], displayName: string, email?: string): void {
  if (email === undefined) return;
  const topic = alarmTopic(scope, 'Topic', { displayName, email });
  for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(topic));
}
