import type { App } from 'aws-cdk-lib';
import { claims as autoTaggingClaims } from './auto-tagging/claims';
import { AutoTaggingForwarderStack } from './auto-tagging/forwarder-stack';
import { AutoTaggingStack } from './auto-tagging/stack';
import type { SandboxConfig } from './config';
import type { Claim } from './proof/claim';

/** A take-home task with its worked answer. */
export interface Exercise {
  /** The name of its folder in lib, lambda, docs and test, and its argument on the command line. */
  readonly id: string;
  readonly title: string;
  /** The answer, from the root of the repository. */
  readonly page: string;
  /** What its stacks may cost a month while nothing happens, in US dollars. */
  readonly monthlyIdleBudget: number;
  /** What the answer claims, and why one may believe it. */
  readonly claims: readonly Claim[];
  /** Adds the stacks of the exercise to the app. */
  readonly stacks: (app: App, config: SandboxConfig) => void;
}

/** The registry: adding an exercise is one entry here and one folder each in lib, lambda, docs and test. */
export const exercises: readonly Exercise[] = [
  {
    id: 'auto-tagging',
    title: 'Notice untagged resources on Slack and tag them automatically',
    page: 'docs/auto-tagging.md',
    monthlyIdleBudget: 1,
    claims: autoTaggingClaims,
    stacks: (app, { autoTagging }) => {
      const { forwarder } = autoTagging;
      new AutoTaggingStack(app, 'AutoTagging', { config: autoTagging });
      if (forwarder) new AutoTaggingForwarderStack(app, 'AutoTaggingForwarder', { config: autoTagging, forwarder });
    },
  },
];
