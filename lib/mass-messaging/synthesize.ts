import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { context } from '../../cdk.json';
import type { MassMessagingConfig } from './config';
import { MassMessagingStack } from './stack';

/**
 * Synthesizes the stack alone with another config, as `cdk synth` would.
 *
 * @param outdir folder of the cloud assembly
 */
export function synthesizeMassMessaging(config: MassMessagingConfig, outdir: string): void {
  const app = new App({ outdir, context, analyticsReporting: false });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  new MassMessagingStack(app, 'MassMessaging', { config });
  app.synth();
}
