import { isReachable } from '../../reachability/decide';
import type { NetworkModel } from '../../reachability/model';
import { Network } from '../../reachability/network';
import { INTERNET, type ProtocolPort, question } from '../../reachability/questions';
import { compare } from '../compare';
import { type Lab, withLab } from '../lab';
import { AT_ONCE, type FuzzOptions } from './fuzz';
import { mutant } from './mutant';
import { pooled } from './pool';

/** Which mutant showed first that a verifier is broken, by the verifier's name; mutants count from 1. */
export type Noticed = ReadonlyMap<string, number>;

/**
 * How many mutants it takes until packets contradict each of several broken verifiers.
 *
 * @param broken each changes what the verifier reads; the packets cross the network as it is
 * @throws LabUnavailableError
 * @throws LabError
 */
export async function notice(
  { bases, seed, mutants: count, path, atOnce = AT_ONCE, progress = () => undefined }: FuzzOptions,
  broken: Readonly<Record<string, (model: NetworkModel) => NetworkModel>>,
): Promise<Noticed> {
  const noticed = new Map<string, number>();
  let done = 0;
  await pooled(
    Array.from({ length: count }, (_, number) => number),
    atOnce,
    async (number) => {
      const { model, ports } = mutant(bases, seed, number);
      const suspects = Object.entries(broken).flatMap(([name, breaks]) => {
        if ((noticed.get(name) ?? count + 1) <= number + 1) return [];
        const wrong = breaks(model);
        const pairs = contradictions(model, wrong, ports);
        return pairs.size > 0 ? [{ name, wrong, pairs }] : [];
      });
      if (suspects.length > 0) {
        const found = await withLab(model, path, async (lab) => {
          const names: string[] = [];
          for (const suspect of suspects)
            if (await isContradicted(lab, model, ports, suspect)) names.push(suspect.name);
          return names;
        });
        for (const name of found) noticed.set(name, Math.min(noticed.get(name) ?? count, number + 1));
      }
      progress(++done, noticed.size);
    },
  );
  return noticed;
}

/** Pairs of which the broken verifier says something else than the good one: nothing else is worth sending packets for. */
function contradictions(model: NetworkModel, wrong: NetworkModel, ports: readonly ProtocolPort[]): ReadonlySet<string> {
  if (JSON.stringify(model) === JSON.stringify(wrong)) return new Set();
  const [good, bad] = [new Network(model), new Network(wrong)];
  const hosts = model.networkInterfaces.map(({ id }) => id);
  const services = [
    model.loadBalancers,
    model.vpcEndpoints,
    model.latticeServices,
    model.resourceConfigurations,
  ].flat();
  const pairs = [INTERNET, ...hosts].flatMap((from) =>
    [INTERNET, ...hosts, ...services.map(({ id }) => id)].map((to) => ({ from, to })),
  );
  const differing = pairs.filter(({ from, to }) =>
    ports.some((port) => {
      const asked = question(from, to, port);
      return from !== to && isReachable(good, asked) !== isReachable(bad, asked);
    }),
  );
  return new Set(differing.map(({ from, to }) => `${from} ${to}`));
}

interface Suspect {
  readonly wrong: NetworkModel;
  readonly pairs: ReadonlySet<string>;
}

/** Whether packets say something else than the broken verifier, and the same as the good one. */
async function isContradicted(
  lab: Lab,
  model: NetworkModel,
  ports: readonly ProtocolPort[],
  { wrong, pairs }: Suspect,
): Promise<boolean> {
  const only = (from: string, to: string) => pairs.has(`${from} ${to}`);
  const isDisputed = async (verifier: NetworkModel) => {
    const { disagreements } = await compare(lab, model, { ports, only, verifier });
    return disagreements.some(({ about }) => about === 'verdict');
  };
  return (await isDisputed(wrong)) && !(await isDisputed(model));
}
