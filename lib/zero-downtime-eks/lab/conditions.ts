import { broken } from './broken';
import { restartDatabase, rollouts, spacedRequests, watchRollout } from './scripts';
import type { Conditions } from './variant';

/** A release is rolled out, and nothing else happens. */
export const ROLLOUT: Conditions = { name: 'a rollout', script: rollouts(1) };

/** The controller has just got a new leader. https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3326 */
export const SLOW_REGISTRATION: Conditions = {
  name: 'targets are registered slowly',
  script: rollouts(1),
  assumptions: { registrationSeconds: 75 },
  takesLong: true,
};

export const SLOW_START: Conditions = {
  name: 'the new release starts slowly',
  script: rollouts(1),
  image: (spec) => broken(spec, 'starts-slowly', 40),
};

/** It cannot go well: the pods that are there have to stay, and to do the work. */
export const BAD_RELEASE: Conditions = {
  name: 'the new release hangs',
  script: watchRollout(100),
  image: (spec) => broken(spec, 'hangs-when-ready'),
  // Node's start is not scaled, and three have to start before the first is found to hang.
  factor: 8,
  takesLong: true,
};

export const BUSY: Conditions = {
  name: 'the server is busy now and then',
  script: ({ wait }) => wait(240),
  image: (spec) => broken(spec, 'is-busy', 16),
};

/** Only fast requests: they wait for the database, and the load balancer for them. */
export const DATABASE_RESTART: Conditions = {
  name: 'the database is away for 35 s',
  script: restartDatabase(35, 60),
  traffic: { slowShare: 0 },
  ownDatabaseServer: true,
  factor: 10,
};

/** Connections are idle for as long as makes the race between the two ends likely. */
export const SPACED: Conditions = {
  name: 'requests come with pauses',
  script: spacedRequests,
  traffic: { ratePerSecond: 0 },
  takesLong: true,
};
