import type { LabNode } from './cluster';
import { quantity } from './quantities';
import type { Lab, Script } from './scenario';

/**
 * Evicts every pod of a node, and asks again where the budget refuses, as `kubectl drain` and Karpenter do.
 *
 * @returns false where somebody has to look after it
 */
async function drain(lab: Lab, node: LabNode): Promise<boolean> {
  const { cluster, assumptions } = lab;
  node.cordoned = true;
  const end = performance.now() + assumptions.drainPatienceSeconds * 1_000;
  while (performance.now() < end) {
    const pods = cluster.podsOn(node);
    if (pods.length === 0) return true;
    for (const pod of pods) cluster.evict(pod);
    await cluster.until(() => cluster.podsOn(node).length === 0, assumptions.evictionRetrySeconds);
  }
  lab.stuck.push(cluster.state.join('; '));
  return false;
}

/** Karpenter's way to replace a node that it may choose the time of: the new one first. */
async function replace(lab: Lab, node: LabNode): Promise<void> {
  const { cluster, assumptions } = lab;
  await sleep(assumptions.nodeStartSeconds);
  cluster.addNode(`${node.name}-new`, node.zone);
  if (await drain(lab, node)) await cluster.loseNode(node);
}

/** A person drains the node that has the most pods. */
export const nodeDrain: Script = async (lab) => {
  const node = fullest(lab);
  if (await drain(lab, node)) await lab.cluster.loseNode(node);
  await settle(lab);
};

/** Two pods more than usual go again, and then a node, as the others have room. */
export const scaleIn: Script = async (lab) => {
  const { cluster } = lab;
  const usual = cluster.replicas;
  cluster.replicas = usual + 2;
  cluster.reconcile();
  await settle(lab);
  cluster.replicas = usual;
  cluster.reconcile();
  await settle(lab);
  await nodeDrain(lab);
};

/** AWS takes a Spot Instance away two minutes after its notice, whatever runs on it. Nobody waits for another one. */
export const spotNotice: Script = async (lab) => {
  const node = fullest(lab);
  const drained = drain(lab, node);
  await sleep(lab.assumptions.spotNoticeSeconds);
  await lab.cluster.loseNode(node);
  await drained;
  await settle(lab);
};

/** The control plane, then the add-ons, then the nodes, as many at a time as the NodePool's budget allows. */
export const clusterUpgrade: Script = async (lab) => {
  const { cluster, targets, assumptions, spec } = lab;
  cluster.paused = true;
  await sleep(assumptions.controllerPauseSeconds);
  cluster.paused = false;
  targets.paused = true;
  await sleep(assumptions.controllerPauseSeconds);
  targets.resume();
  const waiting = [...cluster.nodes];
  const budgets = spec.disruptedNodes.map((nodes) => quantity(nodes, waiting.length, 'up'));
  const atATime = Math.max(1, Math.min(...budgets));
  while (waiting.length > 0) await Promise.all(waiting.splice(0, atATime).map((node) => replace(lab, node)));
  await settle(lab);
};

/** The node with the most pods. */
function fullest({ cluster }: Lab): LabNode {
  const [node] = [...cluster.nodes].sort((one, other) => cluster.podsOn(other).length - cluster.podsOn(one).length);
  if (node === undefined) throw new Error('the lab has no node');
  return node;
}

async function settle({ cluster, assumptions, stuck }: Lab): Promise<void> {
  if (stuck.length === 0) await cluster.until(() => cluster.settled, assumptions.drainPatienceSeconds);
}

/** @param seconds real ones */
function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
}
