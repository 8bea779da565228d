import { isDeepStrictEqual } from 'node:util';
import type { NetworkModel } from '../../reachability/model';
import type { ProtocolPort } from '../../reachability/questions';
import type { Refusal } from '../../reachability/refusals/refusal';
import { refusals } from '../../reachability/refusals/refusals';
import { askedPorts } from '../ports';
import type { Base } from './bases';
import { type Dice, diceOf } from './dice';
import type { Mutation } from './mutation';
import { mutators } from './mutators/mutators';

/** A network with something changed. */
export interface Mutant {
  /** `<seed>/<number>`: the same one each time, given the same bases. */
  readonly name: string;
  readonly base: Base;
  readonly mutations: readonly Mutation[];
  readonly model: NetworkModel;
  /** What is asked of all pairs: what the network exists for, and two others. */
  readonly ports: readonly ProtocolPort[];
}

/** Changes of a mutant at most. */
const MOST = 3;
/** Tries to find a change that is possible. */
const TRIES = 40;

const OTHERS: readonly ProtocolPort[] = [
  { protocol: 'icmp' },
  { protocol: 'tcp', port: 22 },
  { protocol: 'tcp', port: 80 },
  { protocol: 'tcp', port: 443 },
  { protocol: 'udp', port: 53 },
];

/** The mutant of a number: equal seeds and bases make equal mutants, whatever the others are. */
export function mutant(bases: readonly Base[], seed: string, number: number): Mutant {
  const name = `${seed}/${number}`;
  const dice = diceOf(name);
  const group = dice.pick([...new Set(bases.map((one) => one.group))]);
  const base = dice.pick(bases.filter((one) => one.group === group));
  if (!base) throw new Error('there is no network to make mutants of');
  const mutations: Mutation[] = [];
  let { model } = base;
  const wanted = dice.number(1, MOST);
  for (let tries = 0; tries < TRIES && mutations.length < wanted; tries++) {
    // Parts first, as some are changed in more ways than others, and no more important.
    const part = dice.pick(Object.values(mutators)) ?? {};
    const mutation = dice.pick(Object.values(part))?.(model, dice);
    const changed = mutation?.apply(model);
    if (!mutation || !changed || [model, base.model].some((known) => isDeepStrictEqual(known, changed))) continue;
    if (!isPossible(base.model, changed)) continue;
    mutations.push(mutation);
    model = changed;
  }
  return { name, base, mutations, model, ports: portsOf(base, model, dice) };
}

/**
 * Whether AWS would let a change come to be, whatever it would say of the network before. A service may leave off the
 * principals of an endpoint that exists.
 */
export function isPossible(before: NetworkModel, after: NetworkModel): boolean {
  const known = new Set(refusals(before).map(nameOf));
  return refusals(after).every((refusal) => isOfPrincipals(refusal) || known.has(nameOf(refusal)));
}

const nameOf = ({ component, reason }: Refusal): string => `${component} ${reason}`;

const isOfPrincipals = ({ link }: Refusal): boolean => link.endsWith('#add-remove-permissions');

function portsOf({ intended, model: before }: Base, model: NetworkModel, dice: Dice): readonly ProtocolPort[] {
  const first = intended ?? askedPorts(before)[0] ?? { protocol: 'tcp', port: 80 };
  const asked = [first];
  const pool = [...askedPorts(model), ...OTHERS];
  while (asked.length < 3) {
    const other = dice.pick(pool.filter((one) => !asked.some((known) => isSame(known, one))));
    if (!other) break;
    asked.push(other);
  }
  return asked;
}

const isSame = (one: ProtocolPort, other: ProtocolPort): boolean =>
  one.protocol === other.protocol && one.port === other.port;
