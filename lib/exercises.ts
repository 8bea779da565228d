import type { App } from 'aws-cdk-lib';
import { claims as autoTaggingClaims } from './auto-tagging/claims';
import { AutoTaggingForwarderStack } from './auto-tagging/forwarder-stack';
import { AutoTaggingStack } from './auto-tagging/stack';
import { claims as chatSystemClaims } from './chat-system/claims';
import { chatSystemStacks } from './chat-system/stacks';
import type { SandboxConfig } from './config';
import type { Connectivity } from './connectivity/option';
import { claims as landingZoneClaims } from './landing-zone/claims';
import { LandingZoneStack } from './landing-zone/stack';
import { claims as massMessagingClaims } from './mass-messaging/claims';
import { MassMessagingStack } from './mass-messaging/stack';
import { claims as overlappingCidrClaims } from './overlapping-cidr/claims';
import { connectivity as overlappingCidr } from './overlapping-cidr/connectivity';
import { overlappingCidrStacks } from './overlapping-cidr/stacks';
import type { Claim } from './proof/claim';
import { claims as vpcConnectivityClaims } from './vpc-connectivity/claims';
import { connectivity as vpcConnectivity } from './vpc-connectivity/connectivity';
import { vpcConnectivityStacks } from './vpc-connectivity/stacks';
import { claims as zeroDowntimeEksClaims } from './zero-downtime-eks/claims';
import { ZeroDowntimeEksStack } from './zero-downtime-eks/stack';

/** A take-home task with its worked answer. */
export interface Exercise {
  /** The name of its folder in lib, lambda, docs and test, and its argument on the command line. */
  readonly id: string;
  readonly title: string;
  /** The answer, from the root of the repository. */
  readonly page: string;
  /**
   * Stacks of which each is an answer by itself, and whose idle cost is told by itself.
   *
   * @default - the one that is named after the exercise: `auto-tagging` -> `AutoTagging`
   */
  readonly answers?: readonly string[];
  /** What its stacks may cost a month while nothing happens, in US dollars. */
  readonly monthlyIdleBudget: number;
  /** What the answer claims, and why one may believe it. */
  readonly claims: readonly Claim[];
  /** What `takehome decide` chooses from. @default - nothing: it is no exercise about connecting services */
  readonly connectivity?: Connectivity;
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
  {
    id: 'vpc-connectivity',
    title: 'Connect a service on EKS and a service on ECS in two VPCs of one account',
    page: 'docs/vpc-connectivity.md',
    monthlyIdleBudget: 450,
    claims: vpcConnectivityClaims,
    connectivity: vpcConnectivity,
    stacks: (app) => vpcConnectivityStacks(app),
  },
  {
    id: 'overlapping-cidr',
    title: 'Connect them between two accounts whose VPCs have the same CIDR',
    page: 'docs/overlapping-cidr.md',
    monthlyIdleBudget: 560,
    claims: overlappingCidrClaims,
    connectivity: overlappingCidr,
    stacks: (app, config) => overlappingCidrStacks(app, config.overlappingCidr),
  },
  {
    id: 'zero-downtime-eks',
    title: 'Run payments on EKS without losing a request',
    page: 'docs/zero-downtime-eks.md',
    monthlyIdleBudget: 500,
    claims: zeroDowntimeEksClaims,
    stacks: (app, { zeroDowntimeEks }) => {
      new ZeroDowntimeEksStack(app, 'ZeroDowntimeEks', { config: zeroDowntimeEks });
    },
  },
  {
    id: 'landing-zone',
    title: 'Network, bastion, private EKS and delivery in a small CIDR',
    page: 'docs/landing-zone.md',
    monthlyIdleBudget: 300,
    claims: landingZoneClaims,
    stacks: (app, { landingZone }) => {
      new LandingZoneStack(app, 'LandingZone', { config: landingZone });
    },
  },
  {
    id: 'chat-system',
    title: 'Chat in rooms of two and of many, with media and presence, for as many as possible',
    page: 'docs/chat-system.md',
    answers: ['ChatSystem-Serverless', 'ChatSystem-Fargate'],
    monthlyIdleBudget: 60,
    claims: chatSystemClaims,
    stacks: (app, { chatSystem }) => chatSystemStacks(app, chatSystem),
  },
  {
    id: 'mass-messaging',
    title: 'Send 1,000,000 messages, 100,000 a minute, each once',
    page: 'docs/mass-messaging.md',
    monthlyIdleBudget: 13,
    claims: massMessagingClaims,
    stacks: (app, { massMessaging }) => {
      new MassMessagingStack(app, 'MassMessaging', { config: massMessaging });
    },
  },
];
