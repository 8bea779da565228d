import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../local/temporary-folder';
import { ASSUMPTIONS, type Assumptions } from './assumptions';
import { Cluster, type LabNode } from './cluster';
import { measureLateness } from './lateness';
import { migrate } from './migrate';
import { count, type ScenarioResult } from './result';
import type { ImageSpec, RolloutSpec } from './rollout-spec';
import { type AddressBlock, claimAddressBlock } from './runtime/address-block';
import type { Database, DatabaseServer } from './runtime/database';
import { type Load, type RequestResult, startLoad } from './runtime/load';
import { type LoadBalancer, startLoadBalancer } from './runtime/load-balancer';
import { DEFAULT_FACTOR, scaleAssumptions, scaleSpec } from './scale';
import { TargetController } from './target-controller';
import { LONGEST_REQUEST_SECONDS, TRAFFIC, type Traffic } from './traffic';

/** What is done to the pods while payments arrive. */
export type Script = (lab: Lab) => Promise<void>;

/** A lab that runs; times scaled. */
export interface Lab {
  readonly cluster: Cluster;
  readonly targets: TargetController;
  readonly database: Database;
  readonly databaseServer: DatabaseServer;
  readonly loadBalancer: LoadBalancer;
  readonly spec: RolloutSpec;
  readonly assumptions: Assumptions;
  readonly factor: number;
  /** Of each rollout or drain that was not finished in time, what the pods were waiting for. */
  readonly stuck: string[];
  /** Requests that the script itself sent. */
  readonly extra: RequestResult[];
  /** Seconds of the real world, waited for in the lab's. */
  readonly wait: (seconds: number) => Promise<void>;
}

export interface ScenarioProps {
  readonly name: string;
  /** Unscaled, as the template has it or a variant of it. */
  readonly spec: RolloutSpec;
  readonly script: Script;
  /** Many scenarios share a server; each has its own database there. */
  readonly databaseServer: DatabaseServer;
  /** @default DEFAULT_FACTOR */
  readonly factor?: number;
  /** @default - those of assumptions.ts */
  readonly assumptions?: Partial<Assumptions>;
  /** What is different from TRAFFIC. */
  readonly traffic?: Partial<Traffic>;
  /** Added to what the manifests set. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Added to the image's. */
  readonly files?: Readonly<Record<string, string>>;
  /** @default - a node in each of three zones */
  readonly nodes?: readonly { readonly name: string; readonly zone: string }[];
}

interface Closeable {
  readonly close: () => Promise<void> | void;
}

const ZONES = ['a', 'b', 'c'].map((zone) => ({ name: `node-${zone}`, zone: `zone-${zone}` }));
let databases = 0;

/**
 * Starts everything, lets the script do its work under load, takes everything down and counts.
 *
 * @throws Error where a part of the lab does not start
 */
export async function runScenario(props: ScenarioProps): Promise<ScenarioResult> {
  const { factor = DEFAULT_FACTOR, databaseServer } = props;
  const traffic = { ...TRAFFIC, ...props.traffic };
  const block = await claimAddressBlock();
  databases += 1;
  const database = await databaseServer.createDatabase(`lab_${process.pid}_${databases}`);
  const open: Closeable[] = [{ close: () => block.release() }];
  try {
    const lab = await startLab({ ...props, factor }, block, database, open);
    const began = performance.now();
    const lateness = measureLateness();
    const load = startTraffic(lab, traffic);
    open.push({ close: async () => void (await load.stop()) });
    await lab.wait(traffic.settleSeconds);
    await props.script(lab);
    const requests = [...(await load.stop()), ...lab.extra];
    const seconds = (performance.now() - began) / 1_000;
    return await count({ name: props.name, lab, requests, seconds, lateSeconds: lateness.stop() });
  } finally {
    for (const one of open.reverse()) await one.close();
  }
}

async function startLab(
  props: ScenarioProps & { readonly factor: number },
  block: AddressBlock,
  database: Database,
  open: Closeable[],
): Promise<Lab> {
  const { factor, databaseServer } = props;
  const scaled = scaleSpec(props.spec, factor);
  const spec = props.files ? { ...scaled, image: withFiles(scaled.image, props.files, open) } : scaled;
  const assumptions = scaleAssumptions({ ...ASSUMPTIONS, ...props.assumptions }, factor);
  const port = Number(spec.pod.environment.PORT);
  const loadBalancer = await startLoadBalancer({
    address: block.address(1),
    port,
    idleSeconds: spec.loadBalancing.idleTimeoutSeconds,
  });
  open.push(loadBalancer);
  const targets = new TargetController({
    loadBalancer,
    spec: spec.loadBalancing,
    assumptions,
    onGate: (pod) => {
      pod.openGate();
      cluster.reconcile();
    },
  });
  open.push(targets);
  const environment = (address: string) => ({
    ...spec.pod.environment,
    ADDRESS: address,
    DATABASE_HOST: database.host,
    DATABASE_PORT: String(database.port),
    DATABASE_NAME: database.name,
    DATABASE_USER: database.user,
    DATABASE_AUTHENTICATION: 'none',
    RELEASE: 'release-0',
    ...props.environment,
  });
  await migrate(spec.image.folder, environment(block.address(1)));
  const cluster = new Cluster({
    spec,
    assumptions,
    nodes: (props.nodes ?? ZONES).map((node): LabNode => ({ ...node, cordoned: false })),
    targets,
    address: (n) => block.address(n),
    port,
    environment,
    now: () => performance.now() / 1_000,
  });
  open.push(cluster);
  cluster.reconcile();
  const ready = () => [...cluster.pods].every((pod) => pod.containersReady && targets.isHealthy(pod));
  if (!(await cluster.until(ready, START_SECONDS))) throw new Error(notStarted(cluster));
  targets.instant = false;
  cluster.instant = false;
  const wait = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, (seconds / factor) * 1_000));
  return {
    cluster,
    targets,
    database,
    databaseServer,
    loadBalancer,
    spec,
    assumptions,
    factor,
    stuck: [],
    extra: [],
    wait,
  };
}

/** The image with more files in it, for as long as the lab runs. */
function withFiles(image: ImageSpec, files: Readonly<Record<string, string>>, open: Closeable[]): ImageSpec {
  const folder = temporaryFolder();
  open.push({ close: () => rmSync(folder, { recursive: true, force: true }) });
  cpSync(image.folder, folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { ...image, folder };
}

/** No pod needs longer on any machine that can run the lab. */
const START_SECONDS = 30;

function notStarted({ state }: Cluster): string {
  return `the pods were not ready after ${START_SECONDS} s: ${state.join('; ')}`;
}

function startTraffic({ loadBalancer, factor }: Lab, traffic: Traffic): Load {
  if (traffic.ratePerSecond === 0) return { results: [], stop: () => Promise.resolve([]) };
  return startLoad({
    to: loadBalancer,
    ratePerSecond: traffic.ratePerSecond,
    clients: traffic.clients,
    slowShare: traffic.slowShare,
    slowSeconds: LONGEST_REQUEST_SECONDS / factor,
    timeoutSeconds: traffic.timeoutSeconds,
  });
}
