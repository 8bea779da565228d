import { existsSync } from 'node:fs';
import { observeInLab } from '../../../lib/packet-lab/observations';
import { inLab, PATH } from './runtime/plans';

/** Probes of real deployments, which lie beside the project on some machines. */
const OBSERVATIONS = '../shared/network/observations';

function observed(name: string, body: () => Promise<void>): void {
  test(name, async () => {
    if (existsSync(OBSERVATIONS)) return inLab(body);
    process.stderr.write(`skipped: there is no ${OBSERVATIONS}\n`);
  });
}

observed('packets fare as they did on AWS', async () => {
  const { differing, probes } = await observeInLab(OBSERVATIONS, PATH);
  expect(differing).toEqual([]);
  expect(probes).toBeGreaterThan(700);
});

observed('without network ACLs they do not', async () => {
  const { differing } = await observeInLab(OBSERVATIONS, PATH, (model) => ({
    ...model,
    networkAcls: model.networkAcls.map((one) => ({ ...one, entries: [] })),
  }));
  expect(differing.length).toBeGreaterThan(50);
});
