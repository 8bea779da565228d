import type { NetworkModel } from '../reachability/model';
import { compile } from './compile/compile';
import type { LabPlan } from './plan';
import { type Rotation, rotate } from './rotations';
import { type Agent, startAgent } from './runtime/agent';

/** A network of real packets. */
export interface Lab {
  readonly plan: LabPlan;
  readonly rotation: Rotation;
  readonly agent: Agent;
  /** Seconds that it took to make. */
  readonly seconds: number;
}

/**
 * Makes a network as a lab that lives no longer than this process.
 *
 * @param path where programs are looked for, as in the environment
 * @throws LabUnavailableError
 * @throws LabError
 */
export async function openLab(model: NetworkModel, path: string): Promise<Lab> {
  const agent = await startAgent(path);
  try {
    return await furnish(agent, compile(model));
  } catch (error) {
    agent.leave();
    throw error;
  }
}

/**
 * Makes what a plan says with an agent that has nothing yet.
 *
 * @param publish for whoever enters it from outside
 * @throws LabError
 */
export async function furnish(agent: Agent, plan: LabPlan, publish = false): Promise<Lab> {
  const { seconds } = await agent.build(plan, publish);
  const start = performance.now();
  const rotation = await rotate(agent, plan);
  return { plan, rotation, agent, seconds: seconds + (performance.now() - start) / 1_000 };
}

/**
 * Makes a lab, uses it and ends it, whatever happens.
 *
 * @throws LabUnavailableError
 * @throws LabError
 */
export async function withLab<T>(model: NetworkModel, path: string, use: (lab: Lab) => Promise<T>): Promise<T> {
  const lab = await openLab(model, path);
  try {
    return await use(lab);
  } finally {
    await lab.agent.end();
  }
}
