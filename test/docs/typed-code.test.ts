import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fences, pages, root } from './markdown';

/** What the reader of a block has in mind: by a word of the block, the names that it takes from elsewhere, and what it is for. */
const contexts: Readonly<Record<string, string>> = {
  'const forwarder =': `import type { ForwarderConfig } from '${root}/lib/config';
export const checked: ForwarderConfig = forwarder;`,
  'const overlappingCidr =': `import type { OverlappingCidrConfig } from '${root}/lib/overlapping-cidr/config';
export const checked: OverlappingCidrConfig = overlappingCidr;`,
  'quietUntil(quietHours, now': `import { quietUntil, type QuietHours } from '${root}/lambda/mass-messaging/quiet-hours';
declare const quietHours: QuietHours;
declare const now: number;
export const checked = end;`,
  'function fibonacci': 'export const checked = fibonacci(40);',
};

/** What the compiler says of blocks, with what they take from elsewhere. */
function typeProblems(blocks: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'typed-code-'));
  try {
    for (const [index, block] of blocks.entries()) {
      const [, context = 'export {};'] = Object.entries(contexts).find(([word]) => block.includes(word)) ?? [];
      writeFileSync(join(folder, `block-${index}.ts`), `${block}\n${context}\n`);
    }
    const config = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { typeRoots: [join(root, 'node_modules/@types')], types: ['node'] },
      include: ['*.ts'],
      exclude: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
    });
    return stdout.split('\n').filter((line) => line.includes('error TS'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const blocks = [
  ...new Set(
    [...pages].flatMap(([, page]) => fences(page).flatMap(({ language, text }) => (language === 'ts' ? text : []))),
  ),
];

test('every block of TypeScript has the types that it should have', () => {
  expect(blocks.length).toBeGreaterThan(0);
  expect(typeProblems(blocks)).toEqual([]);
});

test.each([
  ['a field that the config does not have', "const overlappingCidr = { buyer: 'x' };", 'TS2559'],
  ['a name from nowhere', 'export const one = somewhere();', 'TS2304'],
  ['an argument that does not fit', 'const end = quietUntil(quietHours, now, 9);', 'TS2345'],
])('%s is found', (_, block, expected) => {
  expect(typeProblems([block]).join()).toMatch(new RegExp(expected));
});

test('no context is left over', () => {
  expect(Object.keys(contexts).filter((word) => !blocks.some((block) => block.includes(word)))).toEqual([]);
});
