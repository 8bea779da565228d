import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesizeScenario } from '../../../lib/connectivity/scenario';
import { exercises } from '../../../lib/exercises';
import { InputError } from '../../../lib/reachability/input-error';
import { writeReachPages } from '../../../lib/site/reach-pages';

const folder = mkdtempSync(join(tmpdir(), 'reach-pages-'));
afterAll(() => rmSync(folder, { recursive: true }));

const all = exercises.flatMap(({ connectivity }) => connectivity ?? []);

test('every option has a page that shows what it connects', () => {
  const assembly = join(folder, 'cdk.out');
  const progress = jest.fn();
  for (const overlap of [false, true]) {
    const connectivities = all.filter(({ exercise }) => (exercise === 'overlapping-cidr') === overlap);
    const scenario = join(assembly, String(overlap));
    synthesizeScenario(connectivities, { overlap, accounts: 1 }, scenario);
    const of = connectivities.map((connectivity) => ({ connectivity }));
    const written = writeReachPages(scenario, join(folder, 'pages'), progress, of);
    expect(written).toEqual(
      connectivities.flatMap(({ exercise, options }) =>
        options.map(({ id, title }) => ({ exercise, option: id, title, file: `${exercise}/${id}.html` })),
      ),
    );
    for (const { file, title } of written) {
      const page = readFileSync(join(folder, 'pages', file), 'utf8');
      expect(page).toContain(`<h1>Who reaches whom: ${title}</h1>`);
      expect(page).toMatch(
        /<td class="(?:partly|reachable)"><button [^>]*aria-label="Eks[^"]* to [^"]*: [^"]*tcp 8080/,
      );
      expect(page).toContain('"verdict":"blocked"');
    }
  }
  const options = all.reduce((sum, one) => sum + one.options.length, 0);
  expect(progress).toHaveBeenCalledTimes(options);
});

test('exercises that connect nothing have none', () => {
  expect(writeReachPages(join(folder, 'nowhere'), folder, undefined, [{}])).toEqual([]);
});

test('a folder without templates is an error', () => {
  expect(() => writeReachPages(join(folder, 'nowhere'), folder)).toThrow(InputError);
});
