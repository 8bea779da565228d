import { existsSync } from 'node:fs';
import { connectivity as overlappingCidr } from '../../../lib/overlapping-cidr/connectivity';
import { fuzzAgrees, observationsByPackets, packetsAgree } from '../../../lib/packet-lab/proofs';
import type { Proof, Verdict } from '../../../lib/proof/claim';
import { connectivity as vpcConnectivity } from '../../../lib/vpc-connectivity/connectivity';
import { broken, removeAssemblies, synthesized } from '../connectivity/assemblies';

afterAll(removeAssemblies);

const OBSERVATIONS = '../shared/network/observations';
const both = [vpcConnectivity, overlappingCidr];
let assembly = '';
beforeAll(() => {
  assembly = synthesized(both, { overlap: false, accounts: 1 });
});

async function proved(proof: Proof, observations?: string): Promise<Verdict> {
  const context = { assembly, progress: () => undefined };
  const verdict = await proof({ ...context, ...(observations !== undefined && { observations }) });
  if (verdict.skipped !== undefined) process.stderr.write(`skipped: ${verdict.skipped}\n`);
  return verdict;
}

const isSkipped = ({ skipped, holds }: Verdict): boolean => skipped !== undefined && !holds;

describe('packetsAgree', () => {
  it.each(both)('holds for $exercise', async (connectivity) => {
    const verdict = await proved(packetsAgree(connectivity));
    expect(verdict.notes).toEqual([]);
    if (isSkipped(verdict)) return;
    expect(verdict).toMatchObject({
      holds: true,
      figures: { options: connectivity.options.length, disagreements: 0 },
    });
    expect(verdict.figures['of them reachable']).toBeGreaterThan(10);
  });

  it('asks about what stands in the templates', async () => {
    const [option] = vpcConnectivity.options;
    if (!option) throw new Error('there is no option');
    const only = { ...vpcConnectivity, options: [option] };
    const before = await proved(packetsAgree(only));
    const good = assembly;
    const [stack = ''] = option.stacks;
    assembly = broken(good, stack, (resources) => resources.remove('AWS::EC2::VPCPeeringConnection', ''));
    const after = await proved(packetsAgree(only));
    assembly = good;
    if (isSkipped(before)) return;
    expect(after.figures['of them reachable']).toBeLessThan(Number(before.figures['of them reachable']));
  });

  it('is skipped, and does not hold, where there can be no lab', async () => {
    const verdict = await proved(packetsAgree(vpcConnectivity, '/nowhere'));
    // The folders of administrators are searched as well, where these may be.
    if (verdict.skipped === undefined) expect(verdict.holds).toBe(true);
    else
      expect(verdict).toEqual({
        holds: false,
        skipped: expect.stringMatching(/apt-get|Linux|namespaces/),
        figures: {},
        notes: [],
      });
  });
});

describe('observationsByPackets', () => {
  it('is skipped without observations', async () => {
    const verdict = await proved(observationsByPackets());
    expect(verdict).toMatchObject({ holds: false, skipped: expect.stringContaining('--observations') });
  });

  it('holds for what was observed', async () => {
    if (!existsSync(OBSERVATIONS)) {
      process.stderr.write(`skipped: no ${OBSERVATIONS}\n`);
      return;
    }
    const verdict = await proved(observationsByPackets(), OBSERVATIONS);
    if (isSkipped(verdict)) return;
    expect(verdict).toMatchObject({ holds: true, figures: { deployments: 8, probes: 752 }, notes: [] });
  });
});

describe('fuzzAgrees', () => {
  it('holds for changed networks', async () => {
    const verdict = await proved(fuzzAgrees({ connectivities: both, mutants: 20 }));
    expect(verdict.notes).toEqual([]);
    if (!isSkipped(verdict)) expect(verdict).toMatchObject({ holds: true, figures: { mutants: 20, disagreements: 0 } });
  });
});
