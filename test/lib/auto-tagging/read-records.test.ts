import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { InputError, readRecords } from '../../../lib/auto-tagging/read-records';

const record = (eventName: string) => ({ eventVersion: '1.11', eventName });

describe('readRecords', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'read-records-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, content: string | Buffer): string => {
    const file = join(folder, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  const namesIn = (path: string) => readRecords(path).map(({ value }) => (value as { eventName: string }).eventName);

  it.each([
    ['a trail file', JSON.stringify({ Records: [record('A'), record('B')] })],
    ['a trail file after a byte order mark', `\uFEFF${JSON.stringify({ Records: [record('A'), record('B')] })}`],
    ['an array', JSON.stringify([record('A'), record('B')])],
    ['one document a line', `${JSON.stringify(record('A'))}\r\n\n${JSON.stringify(record('B'))}\n`],
    [
      'trail files, one a line',
      `${JSON.stringify({ Records: [record('A')] })}\n${JSON.stringify({ Records: [record('B')] })}`,
    ],
    [
      'lookup-events',
      JSON.stringify({ Events: ['A', 'B'].map((name) => ({ CloudTrailEvent: JSON.stringify(record(name)) })) }),
    ],
    ['records with a label', `${JSON.stringify({ event: record('A') })}\n${JSON.stringify({ event: record('B') })}`],
  ])('reads %s, plain and gzip', (_form, text) => {
    expect(namesIn(write('plain.json', text))).toEqual(['A', 'B']);
    expect(namesIn(write('zipped.json.gz', gzipSync(text)))).toEqual(['A', 'B']);
  });

  it('keeps an EventBridge envelope as it is', () => {
    const envelope = { 'detail-type': 'AWS API Call via CloudTrail', detail: record('A') };
    expect(readRecords(write('envelope.json', JSON.stringify(envelope)))[0]?.value).toEqual(envelope);
  });

  it('reads a folder in name order and leaves digests and other files aside', () => {
    write('2026/b.json', JSON.stringify({ Records: [record('B')] }));
    write('2026/a.json.gz', gzipSync(JSON.stringify({ Records: [record('A')] })));
    write('CloudTrail-Digest/d.json.gz', gzipSync('{"digestS3Object":"x"}'));
    write('notes.txt', 'not a record');
    expect(namesIn(folder)).toEqual(['A', 'B']);
  });

  it('reports a bad line in its place and goes on', () => {
    const records = readRecords(
      write('some.jsonl', `${JSON.stringify(record('A'))}\n{"eventName":\n${JSON.stringify(record('B'))}`),
    );
    expect(records.map(({ problem }) => problem)).toEqual([undefined, 'not JSON', undefined]);
    expect(records[1]?.where).toMatch(/some\.jsonl:2$/);
  });

  it('reports a bad file among good ones and goes on', () => {
    write('a.json.gz', gzipSync(JSON.stringify({ Records: [record('A')] })).subarray(0, 30));
    write('b.json', JSON.stringify({ Records: [record('B')] }));
    expect(readRecords(folder).map(({ problem }) => problem)).toEqual([
      expect.stringContaining('broken gzip'),
      undefined,
    ]);
  });

  it.each([
    ['missing.json', undefined, 'no such file or folder'],
    ['text.json', 'hello', 'not JSON'],
    ['empty.json', ' \n', 'empty'],
    ['cut.json.gz', gzipSync(JSON.stringify(record('A'))).subarray(0, 25), 'broken gzip'],
  ])('refuses %s', (name, content, message) => {
    const file = content === undefined ? join(folder, name) : write(name, content);
    expect(() => readRecords(file)).toThrow(InputError);
    expect(() => readRecords(file)).toThrow(message);
  });

  it('refuses a folder without a readable file', () => {
    expect(() => readRecords(folder)).toThrow('no .json, .jsonl or .json.gz file in this folder');
  });

  it('returns records or an InputError for whatever a file holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.array(fc.json()).map((lines) => lines.join('\n')),
        ),
        (text) => {
          try {
            expect(Array.isArray(readRecords(write('any.json', text)))).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        },
      ),
    );
  });
});
