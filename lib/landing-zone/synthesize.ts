import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { context } from '../../cdk.json';
import type { LandingZoneConfig } from './config';
import { LandingZoneStack } from './stack';

/** Name of the stack. */
export const STACK = 'LandingZone';

/**
 * Synthesizes the stack alone with another config, as `cdk synth` would.
 *
 * @param outdir folder of the cloud assembly
 */
export function synthesizeLandingZone(config: LandingZoneConfig, outdir: string): void {
  const app = new App({ outdir, context, analyticsReporting: false });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  new LandingZoneStack(app, STACK, { config });
  app.synth();
}
