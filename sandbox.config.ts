import type { SandboxConfig } from './lib/config';

/** Edit this, then `npx cdk deploy`. What each value means and may be is in lib/config.ts. */
export const sandboxConfig: SandboxConfig = {
  autoTagging: {
    tagPolicy: {
      required: [
        { key: 'owner', value: { from: 'owner', otherwise: 'unknown' } },
        { key: 'created-by', value: { from: 'creator', otherwise: 'unknown' } },
        { key: 'created-at', value: { from: 'created-at' } },
        { key: 'cost-center', value: { from: 'account', values: {}, otherwise: 'unassigned' } },
      ],
      infrastructureAsCode: 'tag',
    },
    gracePeriod: 60,
    slackUrl: 'stack-parameter',
    notificationWindow: 60,
    reserveConcurrency: true,
    createTrail: false,
    sweep: true,
    costAllocationTags: false,
  },
  overlappingCidr: {},
  zeroDowntimeEks: {},
  landingZone: {},
  chatSystem: {
    connectionsPerServer: 5_000,
    servers: { least: 2, most: 20 },
  },
  massMessaging: {
    transport: 'sqs',
    messagesPerMinute: 100_000,
    recipientsPerRecord: 25,
    provider: { url: 'https://messages.example.com', requestsPerSecond: 2_000 },
  },
};
