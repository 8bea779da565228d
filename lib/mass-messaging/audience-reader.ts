/**
 * Items of an audience as a Distributed Map reads them: rows of CSV by the header in the first line, every value text,
 * missing ones empty; or lines of JSON Lines.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export function* readAudience(object: Buffer, format: 'CSV' | 'JSONL'): Generator<unknown> {
  const lines = linesOf(object);
  if (format === 'JSONL') {
    for (const line of lines) if (line !== '') yield JSON.parse(line) as unknown;
    return;
  }
  const header = parseRow(lines.next().value ?? '');
  for (const line of lines) {
    if (line === '') continue;
    const values = parseRow(line);
    yield Object.fromEntries(header.map((name, index) => [name, values[index] ?? '']));
  }
}

/** Cuts lines out of the object one by one, so that a large one is never text as a whole. */
function* linesOf(object: Buffer): Generator<string, undefined> {
  for (let start = 0; start < object.length; ) {
    const found = object.indexOf(10, start);
    const end = found < 0 ? object.length : found;
    yield object.toString('utf8', start, end).replace(/\r$/, '');
    start = end + 1;
  }
}

/** A row without line breaks in its values. https://www.rfc-editor.org/rfc/rfc4180 */
function parseRow(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  );
}
