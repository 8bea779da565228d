import { answer } from './answer';
import { destinations, sources } from './endpoints';
import { InputError } from './input-error';
import type { Network } from './network';
import { INTERNET } from './questions';
import type { Blocker, Hop, Source, Verdict } from './verdict';

/** One line of the answer; keys in this order. */
export interface CaseResult {
  readonly id: string;
  readonly verdict: Verdict['verdict'];
  readonly notModelled: Verdict['notModelled'];
  readonly forward: readonly Hop[];
  readonly return: readonly Hop[];
  readonly blockedBy: readonly Blocker[];
}

/**
 * Answers many questions, as they are asked for.
 *
 * @param lines such as `{"id":"1","from":{"ip":"10.0.0.1"},"to":{"id":"eni-1"},"protocol":"tcp","port":22}`; empty ones and
 * further fields do not matter, and `"kind":"internet"` of `from` is any host outside
 * @throws InputError naming the case
 */
export function* decideCases(network: Network, lines: string): Generator<CaseResult> {
  for (const [index, line] of lines.split('\n').entries()) {
    if (line.trim() === '') continue;
    yield decideCase(network, parseCase(line, index + 1), index + 1);
  }
}

interface Case {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly port?: number;
}

function decideCase(network: Network, { id, from, to, ...what }: Case, lineNumber: number): CaseResult {
  try {
    const given: readonly Source[] = from === INTERNET ? [INTERNET] : sources(network, from);
    const { verdict, ...found } = answer(network, given, destinations(network, to), what);
    const { notModelled, forward, return: back, blockedBy } = found;
    return { id, verdict, notModelled, forward, return: back, blockedBy };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`case ${id} (line ${lineNumber}): ${error.message}`);
  }
}

/** @throws InputError */
function parseCase(line: string, lineNumber: number): Case {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new InputError(`case in line ${lineNumber}: not JSON`);
  }
  const { id, from, to, protocol, port } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' && typeof id !== 'number') throw new InputError(`case in line ${lineNumber}: no id`);
  const refuse = (problem: string) => new InputError(`case ${id} (line ${lineNumber}): ${problem}`);
  const isInternet = (from as { readonly kind?: unknown } | undefined)?.kind === INTERNET;
  const source = isInternet ? INTERNET : endpoint(from);
  const destination = endpoint(to);
  if (source === undefined) throw refuse('from has neither ip nor id');
  if (destination === undefined) throw refuse('to has neither ip nor id');
  return { id: String(id), from: source, to: destination, ...protocolPort(protocol, port ?? undefined, refuse) };
}

/**
 * What a person gave as a protocol and a port.
 *
 * @param refuse makes the error
 * @throws what `refuse` makes
 */
export function protocolPort(
  protocol: unknown,
  port: unknown,
  refuse: (problem: string) => Error,
): Pick<Case, 'protocol' | 'port'> {
  const known = (['tcp', 'udp', 'icmp'] as const).find((one) => one === String(protocol).toLowerCase());
  if (known === undefined) {
    throw refuse(`unknown protocol ${JSON.stringify(protocol) ?? ''}; there is tcp, udp and icmp`.replace(' ;', ';'));
  }
  if (known === 'icmp') return { protocol: known };
  if (port === undefined) throw refuse(`${known} needs a port`);
  const number = typeof port === 'string' && /^\d+$/.test(port) ? Number(port) : port;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > 65_535) {
    throw refuse(`port ${JSON.stringify(port)} is not one of 1 to 65535`);
  }
  return { protocol: known, port: number };
}

function endpoint(value: unknown): string | undefined {
  const { ip, id } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const text = id ?? ip;
  return typeof text === 'string' && text !== '' ? text : undefined;
}
