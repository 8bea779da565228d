import { readFileSync } from 'node:fs';
import { InputError } from '../input-error';

/** The object that a JSON file holds. @throws InputError naming the file */
export function readJsonObject(file: string): Readonly<Record<string, unknown>> {
  const parsed = parse(file, read(file));
  if (!isRecord(parsed)) throw new InputError(`${file} is no JSON object`);
  return parsed;
}

/** Whether it is an object with string keys. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Why a file could not be read, in one line. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`cannot read ${file}: ${reasonOf(error)}`);
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${file} does not parse: ${reasonOf(error)}`);
  }
}
