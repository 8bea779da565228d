import { type App, Stack } from 'aws-cdk-lib';
import type { AutoTaggingConfig, SandboxConfig } from '../lib/config';
import { sandboxConfig } from '../sandbox.config';

/** The config as it is checked in, with some properties of auto-tagging replaced. */
export function configWith(changes: Partial<AutoTaggingConfig>): SandboxConfig {
  return { ...sandboxConfig, autoTagging: { ...sandboxConfig.autoTagging, ...changes } };
}

/** Everything that can be switched on is. */
export const fullConfig: SandboxConfig = configWith({
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

/** @throws Error when the app has no such stack */
export function stackOf(app: App, id: string): Stack {
  const stack = app.node.findChild(id);
  if (!Stack.isStack(stack)) throw new Error(`${id} is no stack`);
  return stack;
}
