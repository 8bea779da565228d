import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Connectivity } from '../../connectivity/option';
import { optionNetworks } from '../../connectivity/option-network';
import type { Expectation } from '../../reachability/aws-rules/rule-case';
import { rules } from '../../reachability/aws-rules/rules';
import { readDescribe } from '../../reachability/describe/read-describe';
import { generate } from '../../reachability/generate';
import type { NetworkModel } from '../../reachability/model';
import type { ProtocolPort } from '../../reachability/questions';
import { refusals } from '../../reachability/refusals/refusals';
import { small } from './small';

/** A network that mutants are made of. */
export interface Base {
  /** Of whom it is: mutants are shared out evenly to groups, and in a group to its networks. */
  readonly group: string;
  readonly name: string;
  readonly model: NetworkModel;
  /** What it exists for. @default - what its listeners and rules name */
  readonly intended?: ProtocolPort;
}

/** Folders of describe answers; deployments that were seen in real accounts. */
export function describedBases(group: string, folder: string): readonly Base[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ group, name, model: readDescribe(join(folder, name)) }));
}

/** Each option of an exercise. */
export function optionBases(assembly: string, connectivity: Connectivity): readonly Base[] {
  const networks = optionNetworks(assembly, connectivity);
  return connectivity.options.map((option) => ({
    group: connectivity.exercise,
    name: `${connectivity.exercise}/${option.id}`,
    model: networks.with(option).model,
    intended: { protocol: 'tcp', port: option.flows[0]?.port ?? 8080 },
  }));
}

/** The networks of AWS's rules and their twins, without those that AWS would not create. */
export function ruleBases(): readonly Base[] {
  const base = (name: string, expectation: Expectation): Base => {
    const { protocol, port } = ('question' in expectation && expectation.question) || {
      protocol: 'tcp' as const,
      port: 80,
    };
    const intended: ProtocolPort = { protocol, ...(port !== undefined && { port }) };
    return { group: 'rules of AWS', name, model: expectation.network, intended };
  };
  return rules
    .flatMap(({ id, expected, twin }) => [base(id, expected), base(`${id} (twin)`, twin)])
    .filter(({ model }) => refusals(model).length === 0);
}

/** Networks of the generator of large ones, small. */
export function generatedBases(count = 4): readonly Base[] {
  return Array.from({ length: count }, (_, seed) => ({
    group: 'generated',
    name: `generated/${seed}`,
    model: generate({ seed, vpcs: 3, interfaces: 9 }),
  }));
}

/** Networks in which little things decide. */
export function smallBases(count = 100): readonly Base[] {
  return Array.from({ length: count }, (_, seed) => ({
    group: 'small',
    name: `small/${seed}`,
    model: small(String(seed)),
    intended: { protocol: 'tcp', port: 80 },
  }));
}
