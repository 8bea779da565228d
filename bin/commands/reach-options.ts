import { InputError } from '../../lib/reachability/input-error';

/** What stands behind `takehome reach <folder>`. */
export interface ReachOptions {
  readonly from?: string;
  readonly to?: string;
  readonly port?: string;
  readonly protocol?: string;
  readonly whyNot?: boolean;
  readonly cases?: string;
  readonly matrix?: boolean;
  readonly exposed?: string;
  readonly diff?: string;
  readonly stacks?: readonly string[];
  readonly diffStacks?: readonly string[];
  readonly html?: string;
  readonly json?: boolean;
}

export type Mode = 'from' | 'cases' | 'matrix' | 'exposed' | 'diff';

/** Options that go with one mode and mean nothing in another. */
const belongings: Readonly<Record<Mode, readonly (keyof ReachOptions)[]>> = {
  from: ['from', 'to', 'port', 'protocol', 'whyNot'],
  cases: ['cases'],
  matrix: ['matrix', 'port', 'protocol', 'html'],
  exposed: ['exposed'],
  diff: ['diff', 'diffStacks'],
};

/** What makes a mode the one that is meant. */
const signs: Readonly<Record<Mode, readonly (keyof ReachOptions)[]>> = {
  ...belongings,
  from: ['from', 'to'],
  matrix: ['matrix'],
};

const everywhere: readonly (keyof ReachOptions)[] = ['json', 'stacks'];

/**
 * What is asked.
 *
 * @throws InputError where the options are too few or contradict each other
 */
export function modeOf(options: ReachOptions): Mode {
  const given = new Set(Object.keys(options) as (keyof ReachOptions)[]);
  const modes = (Object.keys(belongings) as Mode[]).flatMap((mode) => {
    const sign = signs[mode].find((option) => given.has(option));
    return sign === undefined ? [] : [{ mode, sign }];
  });
  const [{ mode, sign } = { mode: 'matrix', sign: 'html' } as const, other] = modes;
  if (modes.length === 0 && !given.has('html')) {
    throw new InputError(
      'what to ask? --from with --to, --cases, --matrix, --exposed, --diff, --diff-stacks or --html',
    );
  }
  if (other !== undefined)
    throw new InputError(`${flag(sign)} and ${flag(other.sign)} contradict each other; choose one`);
  if (mode === 'from') {
    for (const needed of ['from', 'to'] as const)
      if (!given.has(needed)) throw new InputError(`--${needed} is missing`);
  }
  const stray = [...given].find((option) => !everywhere.includes(option) && !belongings[mode].includes(option));
  if (stray !== undefined) throw new InputError(`${flag(stray)} does not go with ${flag(sign)}`);
  return mode;
}

function flag(option: keyof ReachOptions): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
