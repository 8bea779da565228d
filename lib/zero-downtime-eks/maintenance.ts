import { majorVersionSteps, minorVersionSteps } from './database-steps';
import { type Step, steps } from './maintenance-steps';

/** A release of an EKS add-on, as `aws eks describe-addon-versions` lists it. */
export interface AddOnRelease {
  readonly version: string;
  /** Minor versions of Kubernetes that it is compatible with, such as `1.35`. */
  readonly kubernetes: readonly string[];
}

export interface AddOn {
  readonly name: string;
  /** The installed one, which is among the releases. */
  readonly version: string;
  /** Newest first. */
  readonly releases: readonly AddOnRelease[];
}

/** What is installed. */
export interface Versions {
  /** Of the control plane, such as `1.35`. */
  readonly kubernetes: string;
  /** Of the oldest kubelet. */
  readonly nodes: string;
  /** Of Aurora PostgreSQL, such as `17.7`. */
  readonly database: string;
}

/** What else is there. */
export interface Components {
  readonly addOns: readonly AddOn[];
  /** `auto-mode`: EKS replaces the nodes after each step of the control plane. `managed`: we do, as rarely as allowed. */
  readonly nodes: 'auto-mode' | 'managed';
}

/** There is no way from here to there; the message says which rule is in the way. */
export class UpgradeImpossibleError extends Error {
  override readonly name = 'UpgradeImpossibleError';
}

/**
 * How many minor versions a kubelet may be older than the API server; it may never be newer.
 *
 * @see https://kubernetes.io/releases/version-skew-policy/
 */
export const KUBELET_SKEW = 3;

/**
 * The steps from the installed versions to others, in the order in which nothing is ever out of its supported range: checks
 * first, one minor version of the control plane at a time, add-ons before it only where they would not work with it, nodes
 * after it, the ledger last, and a look at the alarms after everything that changes something.
 *
 * @throws UpgradeImpossibleError
 * @see https://docs.aws.amazon.com/eks/latest/best-practices/cluster-upgrades.html
 */
export function upgradePlan(
  current: Versions,
  target: Pick<Versions, 'kubernetes' | 'database'>,
  { addOns, nodes: nodeUpdates }: Components,
): readonly Step[] {
  const [from, to] = [minorOf(current.kubernetes), minorOf(target.kubernetes)];
  const plan: Step[] = [];
  const installed = new Map(addOns.map(({ name, version }) => [name, version]));
  let nodes = minorOf(current.nodes);
  if (to < from) throw new UpgradeImpossibleError(`Kubernetes ${target.kubernetes} is older than what is installed`);
  if (nodes > from) throw new UpgradeImpossibleError(`nodes of ${current.nodes} are newer than their control plane`);

  const update = (addOn: AddOn, release: AddOnRelease): void => {
    const before = installed.get(addOn.name) ?? addOn.version;
    if (release.version === before) return;
    plan.push(steps.addOn(addOn.name, before, release.version));
    installed.set(addOn.name, release.version);
  };
  const replaceNodes = (minor: number): void => {
    if (nodes === minor) return;
    plan.push(nodeUpdates === 'auto-mode' ? steps.autoModeNodes(text(minor)) : steps.managedNodes(text(minor)));
    nodes = minor;
  };

  if (to > from) plan.push(steps.addresses(), steps.disruptionBudgets(), steps.certificates());
  for (let minor = from + 1; minor <= to; minor += 1) {
    if (minor - nodes > KUBELET_SKEW) {
      replaceNodes(minor - 1);
      plan.push(steps.quiet());
    }
    plan.push(steps.insights(text(minor)));
    for (const addOn of addOns)
      update(addOn, releaseForBoth(addOn, installed.get(addOn.name), text(minor - 1), text(minor)));
    plan.push(steps.controlPlane(text(minor - 1), text(minor)));
    if (minor === to) for (const addOn of addOns) update(addOn, newestFor(addOn, text(minor)));
    if (nodeUpdates === 'auto-mode' || minor === to) replaceNodes(minor);
    plan.push(steps.quiet());
  }
  return [...plan, ...databaseSteps(current.database, target.database)];
}

/** What is installed if it works with both versions, else the newest that does. */
function releaseForBoth(addOn: AddOn, version: string | undefined, from: string, to: string): AddOnRelease {
  const fitting = addOn.releases.filter(({ kubernetes }) => kubernetes.includes(from) && kubernetes.includes(to));
  const release = fitting.find((candidate) => candidate.version === version) ?? fitting[0];
  if (!release) throw new UpgradeImpossibleError(`no release of ${addOn.name} works with both ${from} and ${to}`);
  return release;
}

function newestFor(addOn: AddOn, kubernetes: string): AddOnRelease {
  const release = addOn.releases.find((candidate) => candidate.kubernetes.includes(kubernetes));
  if (!release) throw new UpgradeImpossibleError(`no release of ${addOn.name} works with ${kubernetes}`);
  return release;
}

function databaseSteps(from: string, to: string): readonly Step[] {
  const [[major = 0, minor = 0], [newMajor = 0, newMinor = 0]] = [numbers(from), numbers(to)];
  if (from === to) return [];
  if (newMajor < major || (newMajor === major && newMinor < minor)) {
    throw new UpgradeImpossibleError(`Aurora PostgreSQL ${to} is older than what is installed`);
  }
  return newMajor === major ? minorVersionSteps(from, to) : majorVersionSteps(from, to);
}

const text = (minor: number): string => `1.${minor}`;

function minorOf(version: string): number {
  const [major, minor = 0] = numbers(version);
  if (major !== 1) throw new UpgradeImpossibleError(`${version} is no version of Kubernetes`);
  return minor;
}

function numbers(version: string): readonly number[] {
  if (!/^\d+\.\d+$/.test(version)) throw new UpgradeImpossibleError(`${version} is no version such as 1.35`);
  return version.split('.').map(Number);
}
