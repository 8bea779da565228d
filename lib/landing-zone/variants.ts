import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Network } from '../reachability/network';
import { modelOf } from '../reachability/template/model-of';
import { readStacks } from '../reachability/template/read-stacks';
import type { Stack } from '../reachability/template/stack';
import type { LandingZoneConfig } from './config';
import { STACK, synthesizeLandingZone } from './synthesize';

/** A config of the stack, and what it becomes. */
export interface Variant {
  readonly name: string;
  readonly stacks: readonly Stack[];
  readonly network: Network;
}

/** An office that nobody has: RFC 5737 keeps the addresses for documents. */
export const OFFICE = '192.0.2.16/28';

const OTHERS: Readonly<Record<string, LandingZoneConfig>> = {
  'with endpoints': { egress: 'endpoints' },
  'with SSH': { egress: 'nat', sshFrom: OFFICE },
};

/**
 * The stack as it is in a cloud assembly.
 *
 * @throws InputError where the assembly cannot be read
 * @throws Error where it has no such stack
 */
export function asSynthesized(assembly: string): Variant {
  return variantOf('as synthesized', readStacks(assembly));
}

/** The stack of a cloud assembly, and with the other configs, which are synthesized for it. */
export function variants(assembly: string, progress: (text: string) => void): readonly Variant[] {
  return [asSynthesized(assembly), ...Object.keys(OTHERS).map((name) => synthesized(name, progress))];
}

/** The same config with its template changed. */
export function changed({ name, stacks }: Variant, change: (stack: Stack) => Stack): Variant {
  return variantOf(
    name,
    stacks.map((stack) => (stack.stackName === STACK ? change(stack) : stack)),
  );
}

function synthesized(name: string, progress: (text: string) => void): Variant {
  const outdir = mkdtempSync(join(tmpdir(), 'landing-zone-'));
  try {
    progress(`the stack ${name}`);
    synthesizeLandingZone(OTHERS[name] ?? {}, outdir);
    return variantOf(name, readStacks(outdir));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function variantOf(name: string, all: readonly Stack[]): Variant {
  const stacks = all.filter(({ stackName, parent }) => (parent?.stack.stackName ?? stackName) === STACK);
  if (stacks.length === 0) throw new Error(`there is no stack ${STACK}`);
  return { name, stacks, network: new Network(modelOf(stacks)) };
}
