import { App } from 'aws-cdk-lib';
import { context } from '../../cdk.json';
import type { Connectivity, Scenario } from './option';

/** Synthesizes the bases and every option of the exercises for VPCs of the scenario into a folder. */
export function synthesizeScenario(connectivities: readonly Connectivity[], scenario: Scenario, outdir: string): void {
  const app = new App({ outdir, context });
  for (const { stacks } of connectivities) stacks(app, scenario);
  app.synth();
}
