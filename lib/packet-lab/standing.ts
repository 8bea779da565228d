import { basename } from 'node:path';
import type { NetworkModel } from '../reachability/model';
import { compile } from './compile/compile';
import { furnish, type Lab } from './lab';
import { rotate } from './rotations';
import { joinAgent, LabError, startLastingAgent } from './runtime/agent';
import { keep, newLabFolder, processId, remove, type StandingLab, socketOf } from './runtime/labs';

/**
 * Makes a network as a lab that stands until it is taken down.
 *
 * @param folder keeps the labs of the user, see {@link labsFolder}
 * @param path where programs are looked for, as in the environment
 * @throws LabUnavailableError
 * @throws LabError
 */
export async function raise(
  model: NetworkModel,
  folder: string,
  path: string,
): Promise<StandingLab & { seconds: number }> {
  const own = newLabFolder(folder);
  const { pid, rootless } = await startLastingAgent(socketOf(own), path);
  const agent = processId(pid);
  if (agent === undefined) throw new LabError('the agent of the lab has ended');
  const lab: StandingLab = { name: basename(own), folder: own, agent, rootless, model, plan: compile(model) };
  try {
    const joined = await joinAgent(socketOf(own));
    const { seconds } = await furnish(joined, lab.plan, true);
    keep(lab);
    joined.leave();
    return { ...lab, seconds };
  } catch (error) {
    await remove(lab);
    throw error;
  }
}

/**
 * Uses a lab that stands. Health checks are done anew, as somebody may have changed something in it by hand.
 *
 * @throws LabError
 */
export async function withStanding<T>({ folder, plan }: StandingLab, use: (lab: Lab) => Promise<T>): Promise<T> {
  const agent = await joinAgent(socketOf(folder));
  try {
    return await use({ agent, plan, rotation: await rotate(agent, plan), seconds: 0 });
  } finally {
    agent.leave();
  }
}
