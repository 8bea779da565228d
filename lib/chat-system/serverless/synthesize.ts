import { App } from 'aws-cdk-lib';
import { context } from '../../../cdk.json';
import type { ChatSystemConfig } from '../config';
import { ChatSystemServerlessStack } from './stack';
import { SERVERLESS_STACK } from './stack-id';

/**
 * Synthesizes the stack alone. Unchecked, which saves seconds: `cdk synth` and the stack's tests check.
 *
 * @param outdir folder of the cloud assembly
 */
export function synthesizeServerless(config: ChatSystemConfig, outdir: string): void {
  const app = new App({ outdir, context, analyticsReporting: false, builtinCloudFormationValidation: false });
  new ChatSystemServerlessStack(app, SERVERLESS_STACK, { config });
  app.synth();
}
