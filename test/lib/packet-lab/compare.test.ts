import { compare } from '../../../lib/packet-lab/compare';
import { withLab } from '../../../lib/packet-lab/lab';
import { generate } from '../../../lib/reachability/generate';
import type { NetworkModel } from '../../../lib/reachability/model';
import { inLab, PATH } from './runtime/plans';

const model = generate({ seed: 7, vpcs: 3, interfaces: 12 });
const ports = [{ protocol: 'tcp', port: 22 }, { protocol: 'tcp', port: 443 }, { protocol: 'icmp' }] as const;

/** Opens everything to everybody, which a verifier without security groups would say. */
function withoutGroups(real: NetworkModel): NetworkModel {
  const all = { protocol: '-1', peer: { cidr: '0.0.0.0/0' } } as const;
  return { ...real, securityGroups: real.securityGroups.map((group) => ({ ...group, ingress: [all] })) };
}

test('verifier and packets agree on all pairs of a network, and on what blocks them', () =>
  inLab(async () => {
    const found = await withLab(model, PATH, (lab) => compare(lab, model, { ports }));
    expect(found.disagreements).toEqual([]);
    expect(found.notCompared).toEqual({ pairs: 0, reasons: [] });
    expect(found.reachable).toBeGreaterThan(0);
    expect(found.explained).toBeGreaterThan(0);
    expect(found.compared).toBeGreaterThanOrEqual(12 * 12 * ports.length);
  }));

test('a verifier that forgets security groups is caught, pair by pair', () =>
  inLab(async () => {
    const found = await withLab(model, PATH, (lab) => compare(lab, model, { ports, verifier: withoutGroups(model) }));
    const wrong = found.disagreements.filter(({ about }) => about === 'verdict');
    expect(wrong.length).toBeGreaterThan(0);
    for (const { verdict, outcome } of wrong) {
      expect([verdict.verdict, outcome.reachable]).toEqual(['reachable', false]);
      expect(outcome.connections.some(({ lost }) => lost.some(({ type }) => type === 'security-group'))).toBe(true);
    }
  }));
