import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedBases, ruleBases, smallBases } from '../../../../lib/packet-lab/fuzz/bases';
import { examine } from '../../../../lib/packet-lab/fuzz/examine';
import { fuzz } from '../../../../lib/packet-lab/fuzz/fuzz';
import { notice } from '../../../../lib/packet-lab/fuzz/notice';
import { readReproducer, writeReproducer } from '../../../../lib/packet-lab/fuzz/reproducer';
import { shrink } from '../../../../lib/packet-lab/fuzz/shrink';
import { switchedOff } from '../../../../lib/packet-lab/fuzz/switched-off';
import { entry } from '../../../../lib/reachability/aws-rules/networks';
import { inLab, PATH } from './unavailable';

const bases = [...ruleBases(), ...generatedBases(), ...smallBases()];

describe('fuzz', () => {
  it('finds the verifier and the packets of one mind', () =>
    inLab(async () => {
      const report = await fuzz({ bases, seed: 'test', mutants: 20, path: PATH });
      expect(report.findings).toEqual([]);
      expect(report.reachable).toBeGreaterThan(20);
      expect(report.compared - report.reachable).toBeGreaterThan(20);
      expect(report.explained).toBeGreaterThan(20);
    }));

  it('notices within 100 mutants each verifier that has a rule of AWS switched off', () =>
    inLab(async () => {
      const { 'auth policies allow': _onlyInTemplates, ...wrong } = switchedOff;
      const noticed = await notice({ bases, seed: '1', mutants: 100, path: PATH }, wrong);
      expect([...noticed.keys()].sort()).toEqual(Object.keys(wrong).sort());
    }));

  it('does not notice a verifier that is right', () =>
    inLab(async () => {
      const noticed = await notice({ bases, seed: '1', mutants: 20, path: PATH }, { good: (model) => ({ ...model }) });
      expect(noticed.size).toBe(0);
    }));
});

describe('shrink', () => {
  const [base] = generatedBases(1);
  if (!base) throw new Error('nothing was generated');
  const ports = [22, 443, 8080].map((port) => ({ protocol: 'tcp' as const, port }));

  it('leaves what a disagreement needs, in a file that can be asked again', () =>
    inLab(async () => {
      const wrong = (model: typeof base.model) => ({
        ...model,
        networkAcls: model.networkAcls.map((acl) => ({ ...acl, entries: [entry(1, 'egress', 'deny', '0.0.0.0/0')] })),
      });
      const { disagreements } = await examine(base.model, PATH, ports, { verifier: wrong(base.model) });
      const found = disagreements.find(({ about }) => about === 'verdict');
      if (!found) throw new Error('nothing disagreed');
      const mutations = [
        { name: 'nothing', component: '', apply: (model: typeof base.model) => model },
        { name: 'no network ACL', component: '', apply: (model: typeof base.model) => model },
      ];
      const mutant = { name: 'test/0', base, mutations, model: base.model, ports };
      const least = await shrink(mutant, found, PATH, { verifier: wrong });
      if (!least) throw new Error('it did not come again');
      expect(least.mutations).toEqual([]);
      expect(least.model.networkInterfaces.length).toBeLessThanOrEqual(2);
      expect(least.model.vpcs.length).toBeLessThan(base.model.vpcs.length);
      const folder = mkdtempSync(join(tmpdir(), 'reproducer-'));
      const file = join(folder, 'one.json');
      writeReproducer(file, least);
      const read = readReproducer(file);
      rmSync(folder, { recursive: true });
      expect(read.model).toEqual(least.model);
      expect(read.question).toEqual({ from: found.from, to: found.to, protocol: 'tcp', port: found.port });
    }));

  it('says so where the disagreement does not come again', () =>
    inLab(async () => {
      const { disagreements } = await examine(base.model, PATH, ports, {
        verifier: { ...base.model, securityGroups: base.model.securityGroups.map((one) => ({ ...one, ingress: [] })) },
      });
      const [found] = disagreements;
      if (!found) throw new Error('nothing disagreed');
      const mutant = { name: 'test/0', base, mutations: [], model: base.model, ports };
      expect(await shrink(mutant, found, PATH)).toBeUndefined();
    }));
});

describe('readReproducer', () => {
  it.each([
    ['{', /cannot read .*JSON/],
    ['{}', /cannot read/],
    ['{"question": {"from": "a"}}', /no question/],
  ])('refuses %s', (content, problem) => {
    const folder = mkdtempSync(join(tmpdir(), 'reproducer-'));
    const file = join(folder, 'one.json');
    writeFileSync(file, content);
    expect(() => readReproducer(file)).toThrow(problem);
    rmSync(folder, { recursive: true });
  });
});
