import { App } from 'aws-cdk-lib';
import { context } from '../../cdk.json';
import type { MassMessagingConfig } from './config';
import { MassMessagingStack } from './stack';

/**
 * Synthesizes the stack alone with another config. Unchecked, which saves seconds: `cdk synth` and the stack's tests check.
 *
 * @param outdir folder of the cloud assembly
 */
export function synthesizeMassMessaging(config: MassMessagingConfig, outdir: string): void {
  const app = new App({ outdir, context, analyticsReporting: false, builtinCloudFormationValidation: false });
  new MassMessagingStack(app, 'MassMessaging', { config });
  app.synth();
}
