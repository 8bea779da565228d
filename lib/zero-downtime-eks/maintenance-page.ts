import { type AddOn, upgradePlan } from './maintenance';
import type { Step } from './maintenance-steps';

/** Releases of an add-on such as `aws eks describe-addon-versions` lists them. Those of the example; yours are newer. */
const METRICS_SERVER: AddOn = {
  name: 'metrics-server',
  version: 'v0.8.0-eksbuild.2',
  releases: [
    { version: 'v0.8.1-eksbuild.1', kubernetes: ['1.34', '1.35', '1.36'] },
    { version: 'v0.8.0-eksbuild.2', kubernetes: ['1.33', '1.34', '1.35'] },
  ],
};

const NODES = { nodes: 'auto-mode', addOns: [METRICS_SERVER] } as const;

/** The generated blocks of docs/maintenance.md: Markdown by name. */
export function maintenanceBlocks(): Readonly<Record<string, string>> {
  const current = { kubernetes: '1.35', nodes: '1.35', database: '17.7' };
  const none = { kubernetes: current.kubernetes, database: current.database };
  const plan = (target: Partial<typeof none>): string =>
    renderPlan(upgradePlan(current, { ...none, ...target }, NODES));
  return {
    'cluster-plan': plan({ kubernetes: '1.36' }),
    'database-minor-plan': plan({ database: '17.9' }),
    'database-major-plan': plan({ database: '18.4' }),
  };
}

/** A plan as numbered steps, each with its command, what has to be seen, and the way back. */
export function renderPlan(plan: readonly Step[]): string {
  return plan
    .map(({ title, command, check, wayBack }, index) =>
      [
        `### ${index + 1}. ${title}`,
        '',
        '```sh',
        command,
        '```',
        '',
        `Check: ${check}`,
        '',
        `Way back: ${wayBack}`,
        '',
      ].join('\n'),
    )
    .join('\n');
}
