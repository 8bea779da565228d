import { decide } from '../decide';
import { type Matrix, pairOf } from '../matrix';
import type { Network } from '../network';
import { formatPort, INTERNET, type ProtocolPort, question } from '../questions';
import type { Hop, Verdict } from '../verdict';

/** What the page shows of one question; hops as `[component, type, detail, packet]`. */
export interface Detail {
  readonly port: string;
  readonly verdict: Verdict['verdict'];
  readonly forward: readonly HopText[];
  readonly return: readonly HopText[];
  readonly blockedBy: Verdict['blockedBy'];
  readonly notModelled: Verdict['notModelled'];
  readonly warnings: readonly string[];
}

type HopText = readonly [component: string, type: string, detail: string, packet: string];

/** Questions whose way is worked out; more would make the page too heavy to open. */
export const DETAILS_LIMIT = 2_000;

/** The answers of each cell, row by row; `undefined` where there are too many. */
export function details(network: Network, matrix: Matrix): readonly (readonly (readonly Detail[])[])[] | undefined {
  const { sourceClasses, destinationClasses, ports } = matrix;
  if (sourceClasses.length * destinationClasses.length * ports.length > DETAILS_LIMIT) return undefined;
  return sourceClasses.map((row) =>
    destinationClasses.map((column) => {
      const [from, to] = pairOf(row, column);
      if (from === to && from === INTERNET) return [];
      return ports.map((port) => detail(port, decide(network, question(from, to, port))));
    }),
  );
}

function detail(port: ProtocolPort, verdict: Verdict): Detail {
  const { verdict: text, forward, return: back, blockedBy, notModelled, warnings } = verdict;
  const shown = { forward: forward.map(hopText), return: back.map(hopText), blockedBy, notModelled, warnings };
  return { port: formatPort(port), verdict: text, ...shown };
}

function hopText({ component, type, detail: text, packet: { source, destination, port } }: Hop): HopText {
  return [component, type, text, `${source} > ${destination}${port === undefined ? '' : `:${port}`}`];
}
