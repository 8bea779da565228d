import { Network } from '../reachability/network';
import { modelOf } from '../reachability/template/model-of';
import { readStacks } from '../reachability/template/read-stacks';
import type { Stack } from '../reachability/template/stack';
import type { Connectivity, ConnectivityOption } from './option';

/** Networks of one cloud assembly that holds the stacks of every option. */
export interface OptionNetworks {
  /** The base, and nothing between the two services. */
  readonly base: Network;
  /** The stacks of the base and of an option. */
  stacks(option: ConnectivityOption): readonly Stack[];
  /** The base with one option. */
  with(option: ConnectivityOption): Network;
}

/** @throws InputError when the assembly cannot be read or lacks a stack */
export function optionNetworks(assembly: string, { base }: Connectivity): OptionNetworks {
  const all = readStacks(assembly);
  const named = (names: readonly string[]) => all.filter(({ stackName }) => names.includes(stackName));
  const stacks = (option: ConnectivityOption) => named([...base, ...option.stacks]);
  return {
    base: new Network(modelOf(named(base))),
    stacks,
    with: (option) => new Network(modelOf(stacks(option))),
  };
}
