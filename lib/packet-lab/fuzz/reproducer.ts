import { readFileSync, writeFileSync } from 'node:fs';
import { emptyModel } from '../../reachability/empty-model';
import { InputError } from '../../reachability/input-error';
import type { NetworkModel } from '../../reachability/model';
import type { ComparedPair } from '../compare';
import type { Reproducer } from './shrink';

/** A reproducer as it stands in its file: enough to ask again. */
export interface ReproducerFile {
  readonly mutant: string;
  readonly base: string;
  readonly mutations: readonly string[];
  readonly question: ComparedPair;
  readonly verifier: unknown;
  readonly packets: unknown;
  readonly model: NetworkModel;
}

/** Writes a reproducer; empty lists of the model are left out. */
export function writeReproducer(file: string, { disagreement, model, ...rest }: Reproducer): void {
  const { verdict, outcome, about: _, ...asked } = disagreement;
  const lists = Object.fromEntries(Object.entries(model).filter(([, list]) => (list as readonly unknown[]).length > 0));
  const content = { ...rest, question: asked, verifier: verdict, packets: outcome, model: lists };
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** @throws InputError */
export function readReproducer(file: string): ReproducerFile {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as ReproducerFile;
    const { from, to, protocol } = content.question;
    if ([from, to, protocol].some((one) => typeof one !== 'string')) throw new Error('it holds no question');
    return { ...content, model: { ...emptyModel, ...content.model } };
  } catch (error) {
    throw new InputError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
