import { decide } from '../decide';
import { type Matrix, pairOf } from '../matrix';
import { type Names, names } from '../names';
import type { Network } from '../network';
import { formatPacket, formatPort, INTERNET, question } from '../questions';
import type { Blocker, Hop, Verdict } from '../verdict';
import { shortNames } from './short-names';

/** The answers of all cells. Texts and hops repeat, so that each stands there once and elsewhere by its place. */
export interface Details {
  readonly texts: readonly string[];
  /**
   * Places of texts: of a hop its component, type, name, detail and headers; of what has to change its component, type,
   * name, direction, reason and change; of anything else one text.
   */
  readonly items: readonly (readonly number[])[];
  /** Row by row. */
  readonly cells: readonly (readonly Cell[])[];
}

export interface Cell {
  /** Ids of whom was asked for. */
  readonly ends: readonly [from: string, to: string];
  readonly answers: readonly Detail[];
}

/** Of an answer; lists are places of items, and left out where they are empty. */
export interface Detail {
  readonly port: string;
  readonly verdict: Verdict['verdict'];
  readonly blockedBy?: readonly number[];
  readonly notModelled?: readonly number[];
  readonly warnings?: readonly number[];
  readonly forward?: readonly number[];
  readonly return?: readonly number[];
}

/** Questions whose way is worked out; more would make the page too heavy to open. */
export const DETAILS_LIMIT = 2_000;

/** The answers of each cell; `undefined` where there are too many. */
export function details(network: Network, matrix: Matrix): Details | undefined {
  const { sourceClasses, destinationClasses, ports } = matrix;
  if (sourceClasses.length * destinationClasses.length * ports.length > DETAILS_LIMIT) return undefined;
  const told = names(network.model, shortNames(network.model));
  const texts = places<string>();
  const items = places<readonly number[]>();
  const listed = <Item>(name: string, all: readonly Item[], textsOf: (one: Item) => readonly string[]) =>
    all.length === 0 ? {} : { [name]: all.map((one) => items.of(textsOf(one).map(texts.of))) };
  const cells = sourceClasses.map((row) =>
    destinationClasses.map((column): Cell => {
      const ends = pairOf(row, column);
      const [from, to] = ends;
      if (from === to && from === INTERNET) return { ends, answers: [] };
      const answers = ports.map((port): Detail => {
        const found = decide(network, question(from, to, port));
        return {
          port: formatPort(port),
          verdict: found.verdict,
          ...listed('blockedBy', found.blockedBy, changeTexts(told)),
          ...listed('notModelled', found.notModelled, ({ component, type, reason }) => [
            `${type} ${told.labelled(component)}: ${told.told(reason)}`,
          ]),
          ...listed('warnings', found.warnings, (warning) => [told.told(warning)]),
          ...listed('forward', found.forward, hopTexts(told)),
          ...listed('return', found.return, hopTexts(told)),
        };
      });
      return { ends, answers };
    }),
  );
  return { texts: texts.all(), items: items.all(), cells };
}

/** Things that are equal have one place. */
function places<Item extends string | readonly number[]>() {
  const known = new Map<string, { readonly item: Item; readonly place: number }>();
  return {
    of: (item: Item): number => {
      const key = String(item);
      const found = known.get(key) ?? { item, place: known.size };
      known.set(key, found);
      return found.place;
    },
    all: (): readonly Item[] => [...known.values()].map(({ item }) => item),
  };
}

const hopTexts =
  ({ labelled, told }: Names) =>
  ({ component, type, detail, packet }: Hop): readonly string[] => {
    const headers = { ...packet, source: told(packet.source), destination: told(packet.destination) };
    return [component, type, labelled(component), told(detail), formatPacket(headers)];
  };

const changeTexts =
  ({ labelled, told }: Names) =>
  ({ component, type, direction, reason, change }: Blocker): readonly string[] => [
    component,
    type,
    labelled(component),
    direction,
    told(reason),
    told(change),
  ];
