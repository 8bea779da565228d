import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { context } from '../cdk.json';
import { type SandboxConfig, validateConfig } from './config';
import { exercises } from './exercises';

/**
 * The CDK app with the stacks of every exercise, under the feature flags of cdk.json whoever synthesizes it.
 *
 * @param props such as `outdir`
 * @throws InvalidConfigError
 */
export function createApp(config: SandboxConfig, props?: AppProps): App {
  const valid = validateConfig(config);
  const app = new App({ ...props, context: { ...context, ...props?.context } });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  for (const exercise of exercises) exercise.stacks(app, valid);
  return app;
}
