import { basename, join } from 'node:path';
import { readDescribe } from '../reachability/describe/read-describe';
import type { NetworkModel } from '../reachability/model';
import { type Observation, readObservations } from '../reachability/observations';
import { INTERNET } from '../reachability/questions';
import { type Lab, withLab } from './lab';
import { type Probe, probe } from './probe';

/** How the packets of labs compare with those of real accounts. */
export interface LabObservations {
  readonly deployments: number;
  readonly probes: number;
  /** Ids of the probes that fared otherwise than on AWS. */
  readonly differing: readonly string[];
  /** Seconds for all labs: made, probed, gone. */
  readonly seconds: number;
}

/**
 * Makes a lab of each observed deployment and sends what was sent on AWS; the verifier has no part in it.
 *
 * @param path where programs are looked for, as in the environment
 * @param change breaks each model on purpose, to see that it is noticed @default - nothing
 * @throws InputError
 * @throws LabUnavailableError
 * @throws LabError
 */
export async function observeInLab(
  folder: string,
  path: string,
  change = (model: NetworkModel): NetworkModel => model,
): Promise<LabObservations> {
  const start = performance.now();
  const observations = readObservations(folder);
  const deployments = new Map<string, Observation[]>();
  for (const observation of observations) {
    const name = basename(observation.topology.dir);
    deployments.set(name, [...(deployments.get(name) ?? []), observation]);
  }
  const differing: string[] = [];
  for (const [deployment, own] of deployments) {
    const model = change(readDescribe(join(folder, deployment)));
    const outcomes = await withLab(model, path, (lab) =>
      probe(
        lab,
        model,
        own.map((one) => probeOf(lab, one)),
      ),
    );
    for (const [index, { id, expected }] of own.entries()) {
      if (outcomes[index]?.reachable !== (expected === 'reachable')) differing.push(id);
    }
  }
  const seconds = (performance.now() - start) / 1_000;
  return { deployments: deployments.size, probes: observations.length, differing, seconds };
}

function probeOf({ plan }: Lab, { from, to, protocol, port }: Observation): Probe {
  const host = plan.hosts.find(({ client, addresses }) => client && addresses.includes(from.ip));
  const sender = from.kind === INTERNET || !host ? { from: INTERNET } : { from: host.id, ip: from.ip };
  return { ...sender, to: { ip: to.ip }, protocol, ...(port !== null && { port }) };
}
