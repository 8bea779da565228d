import { type App, Stack } from 'aws-cdk-lib';
import type { AutoTaggingConfig, SandboxConfig } from '../lib/config';
import { sandboxConfig } from '../sandbox.config';
import { full as chatSystem } from './lib/chat-system/assembly';

/** The config as it is checked in, with some properties of auto-tagging replaced. */
export function configWith(changes: Partial<AutoTaggingConfig>): SandboxConfig {
  return { ...sandboxConfig, autoTagging: { ...sandboxConfig.autoTagging, ...changes } };
}

const fullAutoTagging = configWith({
  createTrail: true,
  costAllocationTags: true,
  alarmEmail: 'operator@example.com',
  sweepViewArn: 'arn:aws:resource-explorer-2:eu-west-1:111122223333:view/all/5f3c1f1a-0000-0000-0000-000000000000',
  forwarder: {
    centralAccount: '111122223333',
    centralRegion: 'eu-west-1',
    memberAccounts: ['444455556666', '777788889999'],
  },
});

/** Everything that can be switched on is. */
export const fullConfig: SandboxConfig = {
  ...fullAutoTagging,
  zeroDowntimeEks: {
    adminRoleArn: 'arn:aws:iam::111122223333:role/Administrator',
    alarmEmail: 'operator@example.com',
    certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/5f3c1f1a-0000-0000-0000-000000000000',
    dns: {
      hostedZoneId: 'Z0123456789ABC',
      zoneName: 'example.com',
      recordName: 'payments',
      secondEndpoint: 'payments.example.net',
      routing: { policy: 'failover' },
      ttl: 30,
    },
    release: { ledgerPhase: 'read-new', stable: { imageTag: 'a'.repeat(64), ledgerPhase: 'dual-write' } },
  },
  chatSystem,
  massMessaging: {
    ...sandboxConfig.massMessaging,
    transport: 'kinesis',
    provider: { ...sandboxConfig.massMessaging.provider, secretName: 'messaging/key' },
    alarmEmail: 'operator@example.com',
  },
  landingZone: {
    sshFrom: '198.51.100.0/24',
    administrators: ['arn:aws:iam::111122223333:role/Administrator'],
    delivery: { repository: 'example/devops-take-home', branch: 'release', existingProvider: true },
  },
};

/** @throws Error when the app has no such stack */
export function stackOf(app: App, id: string): Stack {
  const stack = app.node.findChild(id);
  if (!Stack.isStack(stack)) throw new Error(`${id} is no stack`);
  return stack;
}
