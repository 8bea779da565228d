import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A record as it stood in the input, and where: `file:line` or `file#index`; or why there is none. */
export interface SourceRecord {
  readonly where: string;
  readonly value: unknown;
  /** Set where the input is not JSON; `value` is then undefined. */
  readonly problem?: string;
}

/** Input that cannot be used at all; the message is one line for the person who gave it. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

const READABLE = /\.(json|jsonl|ndjson)(\.gz)?$/i;

/** The trail's signatures lie beside its logs. */
const DIGEST = /(^|[\\/])CloudTrail-Digest[\\/]/;

/**
 * Reads CloudTrail records in the forms in which AWS hands them out: `{"Records": […]}` files of a trail, gzip or not,
 * `aws cloudtrail lookup-events` output, EventBridge envelopes, one JSON document a line, or a folder of such files.
 * What is not JSON among lines or files that are is returned as a problem in its place.
 *
 * @param path a file, a folder (read recursively, in name order), or `-` for standard input
 * @throws InputError when there is nothing to read, or nothing in it is JSON
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 */
export function readRecords(path: string): readonly SourceRecord[] {
  if (path === '-') return parse(readFileSync(0), 'stdin');
  const files = filesAt(path);
  if (files.length === 0) throw new InputError(`${path}: no .json, .jsonl or .json.gz file in this folder`);
  if (files.length === 1) return files.flatMap((file) => parse(readFileSync(file), file));
  return files.flatMap((file) => {
    try {
      return parse(readFileSync(file), file);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return [{ where: file, value: undefined, problem: error.message }];
    }
  });
}

function filesAt(path: string): readonly string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new InputError(`${path}: no such file or folder`);
  if (!stats.isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => READABLE.test(name) && !DIGEST.test(name))
    .sort()
    .map((name) => join(path, name));
}

function parse(bytes: Buffer, name: string): readonly SourceRecord[] {
  const text = unzip(bytes, name)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  if (text.trim() === '') throw new InputError(`${name}: empty`);
  const document = parseJson(text);
  if (document !== undefined) {
    return recordsIn(document.value).map((value, index) => ({ where: `${name}#${index}`, value }));
  }
  const lines = text
    .split(/\r?\n/)
    .map((line, index) => ({ where: `${name}:${index + 1}`, line }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ where, line }) => ({ where, json: parseJson(line) }));
  if (lines.every(({ json }) => json === undefined)) throw new InputError(`${name}: not JSON`);
  return lines.flatMap(({ where, json }) =>
    json === undefined
      ? [{ where, value: undefined, problem: 'not JSON' }]
      : recordsIn(json.value).map((value) => ({ where, value })),
  );
}

function unzip(bytes: Buffer, name: string): Buffer {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new InputError(`${name}: broken gzip (${error instanceof Error ? error.message : String(error)})`);
  }
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function recordsIn(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document.flatMap(recordsIn);
  if (!isObject(document)) return [document];
  if (Array.isArray(document.Records)) return document.Records;
  if (Array.isArray(document.Events)) return document.Events.flatMap(recordsIn);
  if (typeof document.CloudTrailEvent === 'string') {
    return [parseJson(document.CloudTrailEvent)?.value ?? document.CloudTrailEvent];
  }
  return [isObject(document.event) && 'eventName' in document.event ? document.event : document];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
