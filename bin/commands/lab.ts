import { spawnSync } from 'node:child_process';
import { tmpdir, userInfo } from 'node:os';
import { resolve } from 'node:path';
import { compare } from '../../lib/packet-lab/compare';
import { type Lab, openLab } from '../../lib/packet-lab/lab';
import { askedPorts } from '../../lib/packet-lab/ports';
import { probe } from '../../lib/packet-lab/probe';
import { joinAgent } from '../../lib/packet-lab/runtime/agent';
import { labsFolder, remove, type StandingLab, socketOf, standingLabs } from '../../lib/packet-lab/runtime/labs';
import { neighbourAdvice } from '../../lib/packet-lab/runtime/neighbours';
import { raise, withStanding } from '../../lib/packet-lab/standing';
import { protocolPort } from '../../lib/reachability/cases';
import { distanceOf } from '../../lib/reachability/endpoint/path';
import { destinations, sources } from '../../lib/reachability/endpoints';
import { InputError } from '../../lib/reachability/input-error';
import type { Component, NetworkModel } from '../../lib/reachability/model';
import { names } from '../../lib/reachability/names';
import { Network } from '../../lib/reachability/network';
import type { ProtocolPort } from '../../lib/reachability/questions';
import { readModel } from '../../lib/reachability/read-model';
import { printComparison, printOutcome } from './lab-output';
import { note, print, printable } from './output';

/** What stands behind `takehome lab run`. */
export interface LabRunOptions {
  readonly stacks?: readonly string[];
  readonly ports?: string;
  readonly pcap?: readonly string[];
  readonly json?: boolean;
}

/**
 * Makes the network of a folder, sends packets from everybody to everybody and compares with the verifier.
 *
 * @returns the exit code: 1 when they disagree
 * @throws InputError
 * @throws LabUnavailableError
 * @throws LabError
 */
export async function labRun(folder: string, { stacks, ports: text, pcap = [], json }: LabRunOptions): Promise<number> {
  const model = readModel(folder, stacks);
  const ports = text === undefined ? askedPorts(model) : parsePorts(text);
  const captures = pcap.map((one) => parseCapture(model, one));
  standingLabs(ownLabs());
  const lab = await openLab(model, searchPath());
  try {
    adviseOn(lab.plan);
    for (const { networkInterfaceId, file } of captures) {
      await lab.agent.capture(namespaceOf(lab.plan, networkInterfaceId), file);
    }
    if (json !== true) note(`${lab.plan.namespaces.length} namespaces in ${lab.seconds.toFixed(2)} s`);
    const found = await compare(lab, model, { ports });
    if (json === true) print(JSON.stringify(found, null, 2));
    else printComparison(model, found, ports);
    return found.disagreements.length === 0 ? 0 : 1;
  } finally {
    await lab.agent.end();
  }
}

/**
 * Makes the network of a folder and leaves it standing.
 *
 * @throws InputError
 * @throws LabUnavailableError
 * @throws LabError
 */
export async function labUp(folder: string, { stacks }: Pick<LabRunOptions, 'stacks'>): Promise<void> {
  const model = readModel(folder, stacks);
  const labs = ownLabs();
  standingLabs(labs);
  const { name, plan, seconds } = await raise(model, labs, searchPath());
  print(`${name} is up: ${plan.namespaces.length} namespaces in ${seconds.toFixed(2)} s`);
  adviseOn(plan);
  for (const { component, reason } of plan.notModelled) note(`not modelled: ${component}: ${reason}`);
}

/** What stands behind `takehome lab probe`. */
export interface LabProbeOptions {
  readonly from: string;
  readonly to: string;
  readonly port?: string;
  readonly protocol?: string;
  readonly lab?: string;
  readonly json?: boolean;
}

/**
 * Sends packets through a standing lab.
 *
 * @throws InputError
 * @throws LabError
 */
export async function labProbe({ from, to, port, protocol = 'tcp', lab: name, json }: LabProbeOptions): Promise<void> {
  const what = protocolPort(protocol, port, (problem) => new InputError(problem.replace('a port', '--port')));
  const standing = theLab(name);
  const network = new Network(standing.model);
  const pairs = sources(network, from).flatMap((source) =>
    destinations(network, to).map((destination) => ({
      from: source === 'internet' ? source : source.networkInterfaceId,
      ...(source !== 'internet' && source.ip !== undefined && { ip: source.ip }),
      to: destination === 'internet' ? { componentId: destination } : destination,
      ...what,
    })),
  );
  const outcomes = await withStanding(standing, (lab) => probe(lab, standing.model, pairs));
  for (const [index, outcome] of outcomes.entries()) {
    const pair = pairs[index];
    if (pair === undefined) continue;
    if (json === true) print(JSON.stringify({ ...pair, ...outcome }));
    else {
      const end = 'ip' in pair.to ? pair.to.ip : pair.to.componentId;
      printOutcome(standing.model, { from: pair.from, to: end, ...what }, outcome);
    }
  }
}

/**
 * Opens a shell in the namespace of an interface, or of what else has one: a VPC's router, a transit gateway.
 *
 * @param command instead of the user's shell
 * @returns the exit code of the shell
 * @throws InputError
 * @throws LabError
 */
export async function labShell(text: string, command: readonly string[], name?: string): Promise<number> {
  const standing = theLab(name);
  const namespace = anyNamespace(standing, text);
  const agent = await joinAgent(socketOf(standing.folder));
  const { pid, descriptor } = await agent.descriptor(namespace);
  agent.leave();
  const given = command[0] === '--' ? command.slice(1) : command;
  const shell = given.length > 0 ? given : [process.env.SHELL ?? '/bin/sh'];
  const { component = namespace } = standing.plan.namespaces.find((one) => one.name === namespace) ?? {};
  if (given.length === 0)
    note(
      `${printable(names(standing.model).labelled(component))} in ${standing.name}; ip, nft and ping show and change only the lab; exit leaves`,
    );
  const user = standing.rootless ? ['--user', '--preserve-credentials'] : [];
  const { status, error } = spawnSync(
    'nsenter',
    [`--target=${pid}`, ...user, '--mount', `--net=/proc/${pid}/fd/${descriptor}`, '--', ...shell],
    { stdio: 'inherit', env: { ...process.env, PATH: searchPath(), PS1: `${namespace}# ` } },
  );
  if (error)
    throw new InputError(`cannot enter the lab: ${error.message}; install with: apt-get install -y util-linux`);
  return status ?? 1;
}

/**
 * Takes down a lab, the only one or the named one, or all.
 *
 * @throws InputError
 * @throws LabError
 */
export async function labDown(name: string | undefined, all: boolean): Promise<void> {
  const labs = all ? standingLabs(ownLabs()) : [theLab(name)];
  for (const lab of labs) {
    await remove(lab);
    print(`${lab.name} is down`);
  }
  if (labs.length === 0) print('no lab is up');
}

function adviseOn(plan: Lab['plan']): void {
  const advice = neighbourAdvice(plan);
  if (advice !== undefined) note(advice);
}

function theLab(name: string | undefined): StandingLab {
  const labs = standingLabs(ownLabs());
  const found = name === undefined ? labs : labs.filter((lab) => lab.name === name);
  const [lab, ...others] = found;
  if (lab && others.length === 0) return lab;
  const known = labs.map((one) => one.name).join(', ');
  if (lab) throw new InputError(`several labs are up: ${known}; name one`);
  throw new InputError(
    name === undefined ? 'no lab is up; make one: takehome lab up <folder>' : `no lab ${name}; up: ${known}`,
  );
}

function ownLabs(): string {
  return labsFolder(tmpdir(), userInfo().uid);
}

function searchPath(): string {
  return process.env.PATH ?? '';
}

function parsePorts(text: string): readonly ProtocolPort[] {
  const refuse = (problem: string) => new InputError(`--ports: ${problem}`);
  return text.split(',').map((one) => {
    const [, protocol = 'tcp', port] = /^(?:([a-z]+)(?::|$))?(\d+)?$/.exec(one.trim()) ?? [];
    if (port === undefined && protocol !== 'icmp') throw refuse(`${one} is not like 443, udp:53 or icmp`);
    return protocolPort(protocol, port, refuse);
  });
}

function parseCapture(model: NetworkModel, text: string): { networkInterfaceId: string; file: string } {
  const equals = text.lastIndexOf('=');
  if (equals < 1 || equals === text.length - 1) throw new InputError(`--pcap ${text} is not like <interface>=<file>`);
  const [source] = sources(new Network(model), text.slice(0, equals));
  const file = resolve(text.slice(equals + 1));
  return {
    networkInterfaceId: source === undefined || source === 'internet' ? 'internet' : source.networkInterfaceId,
    file,
  };
}

function namespaceOf({ hosts }: Lab['plan'], id: string): string {
  const host = hosts.find((one) => one.id === id);
  if (!host) throw new InputError(`${id} has no namespace of its own in the lab`);
  return host.namespace;
}

/** What is called so, or most nearly: a VPC before the interfaces in it. */
function anyNamespace({ plan, model }: StandingLab, text: string): string {
  const exact = plan.namespaces.find(({ name, component }) => name === text || component === text);
  if (exact) return exact.name;
  const hosts = new Set(plan.hosts.map(({ namespace }) => namespace));
  const components = Object.values(model).flat() as readonly Component[];
  const namesOf = new Map(components.map(({ id, name, tagName }) => [id, [name, tagName]]));
  const others = plan.namespaces
    .filter(({ name }) => !hosts.has(name))
    .map((one) => ({ ...one, distance: distanceOf(namesOf.get(one.component) ?? [], text) }));
  const least = Math.min(...others.map(({ distance }) => distance));
  const nearest = others.filter(({ distance }) => distance === least && distance < Infinity);
  // An internet gateway has the Name tag of its VPC.
  const chosen = nearest.find(({ type }) => type === 'vpc') ?? (nearest.length === 1 ? nearest[0] : undefined);
  if (chosen) return chosen.name;
  const [source] = sources(new Network(model), text);
  return namespaceOf(plan, source === undefined || source === 'internet' ? 'internet' : source.networkInterfaceId);
}
