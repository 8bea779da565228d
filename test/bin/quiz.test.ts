import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { findProgram } from '../../lib/local/programs';
import { fences, pages, root } from '../docs/markdown';
import { takehome, takehomeHere } from './cli';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quiz-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const env = () => ({ XDG_STATE_HOME: folder });
const file = () => join(folder, 'devops-take-home/quiz.json');
const quiz = (...args: readonly string[]) => takehomeHere(['quiz', ...args], env());
const answersKept = (): unknown => (JSON.parse(readFileSync(file(), 'utf8')) as { readonly answers: unknown }).answers;

function remembered(text: string): void {
  mkdirSync(dirname(file()), { recursive: true });
  writeFileSync(file(), text);
}

/** The questions that it would ask. */
async function chosen(...args: readonly string[]): Promise<readonly { readonly id: string; readonly topic: string }[]> {
  const { stdout, code } = await quiz('--json', ...args);
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

test('lines of a pipe answer; what was missed comes first the next time, in the other language too', async () => {
  const args = ['quiz', 'secrets', '--seed', 'a'];
  const [first, second, third] = await chosen('secrets', '--seed', 'a');
  const { code, stdout, stderr } = await takehome(args, { env: env(), input: '\n\ny\n\n\nn\n\n' });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`1 of 9 · secrets · ${first?.id}\n`);
  expect(stdout).toContain(`3 of 9 · secrets · ${third?.id}\n`);
  expect(stdout).toMatch(/\n {4}(lib|lambda|services|test)\/\S+\.ts\n/);
  expect(stdout).toContain('\n2 answered: 1 known, 1 missed; these come first next time:\n- ');
  expect(stdout).not.toContain('\x1b');
  expect(answersKept()).toEqual({ [first?.id ?? '']: 'known', [second?.id ?? '']: 'missed' });

  const again = await takehome(['quiz', 'landing-zone', '--ko', '--count', '1'], { env: env(), input: '\n\nㅛ\n' });
  expect(again.stdout).toContain(`1개 중 1번째 · secrets · ${second?.id} · 전에 놓침\n`);
  expect(again.stdout).toContain('답한 질문 1개: 알던 것 1, 놓친 것 0\n');
  expect(answersKept()).toEqual({ [first?.id ?? '']: 'known', [second?.id ?? '']: 'known' });
});

test('the README shows an excerpt of the output', async () => {
  const [, shown = ''] = (pages.get('README.md') ?? '').split('<!-- output of takehome quiz -->');
  const excerpt = fences(shown)[0]?.text ?? '';
  const args = ['quiz', '--id', 'chat-one-to-one-and-group'];
  expect((await takehome(args, { env: env(), input: '\n' })).stdout).toContain(excerpt);
  expect(excerpt).toMatch(/\nAloud\n/);
});

test('a terminal has its width respected, answers in bold, and Ctrl-C ends with the summary', async () => {
  const script = findProgram('script');
  if (script === undefined || process.platform !== 'linux') return console.log('skipped: no script of util-linux');
  const command = `stty cols 50; exec '${process.execPath}' --import tsx bin/takehome.ts quiz secrets`;
  const child = spawn(script, ['-qec', command, '/dev/null'], {
    cwd: root,
    env: { PATH: process.env.PATH, TERM: 'xterm', HOME: folder, ...env() },
    timeout: 60_000,
  });
  const steps: [RegExp, string][] = [
    [/q ends /, '\r'],
    [/Aloud[\s\S]*q ends /, '\r'],
    [/Did you know it\?[\s\S]*q ends /, 'n\r'],
    [/2 of 9[\s\S]*q ends /, '\x03'],
  ];
  let seen = '';
  let at = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen += text;
    const [expected, reply] = steps[0] ?? [];
    const found = expected?.exec(seen.slice(at));
    if (!found || reply === undefined) return;
    at += found.index + found[0].length;
    steps.shift();
    child.stdin.write(reply);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect([code, steps]).toEqual([0, []]);
  expect(seen).toContain('\x1b[1mAloud\x1b[22m');
  expect(seen).toContain('1 answered: 0 known, 1 missed; these come');
  expect(Object.values(answersKept() as object)).toEqual(['missed']);
  // Code and paths are not wrapped, nor is a prompt.
  const lines = stripVTControlCharacters(seen).split(/[\r\n]+/);
  expect(lines.filter((line) => [...line].length > 50 && !/^ {4}|q ends/.test(line))).toEqual([]);
});

test('the seed chooses, and the count says how many', async () => {
  expect(await chosen('--seed', 'a')).toEqual(await chosen('--seed', 'a'));
  expect(await chosen('--seed', 'a')).not.toEqual(await chosen('--seed', 'b'));
  expect(await chosen()).toHaveLength(10);
  expect(await chosen('--count', '3')).toHaveLength(3);
  expect(existsSync(file())).toBe(false);
});

test('an exercise has the questions of all of its pages', async () => {
  const topics = new Set((await chosen('chat-system', '--count', '500')).map(({ topic }) => topic));
  expect([...topics].sort()).toEqual(['chat-data', 'chat-design', 'chat-transport']);
});

test('only what was missed, or only one question', async () => {
  expect((await quiz('--missed')).stdout).toBe('nothing missed\n');
  remembered('{"version":1,"answers":{"when-vault":"missed","secret-vs-configmap":"known","gone":"missed"}}');
  expect(await chosen('--missed')).toMatchObject([{ id: 'when-vault', before: 'missed' }]);
  expect((await quiz('releases', '--missed', '--ko')).stdout).toBe('놓친 질문이 없다\n');
  const [only] = await chosen('--id', 'secret-vs-configmap');
  expect(only).toMatchObject({ id: 'secret-vs-configmap', topic: 'secrets', page: 'docs/questions/secrets.md' });
});

test('topics are listed with what is known and missed, and forgotten', async () => {
  remembered('{"version":1,"answers":{"when-vault":"missed","secret-vs-configmap":"known","gone":"missed"}}');
  expect((await quiz('--list')).stdout).toMatch(/^secrets +9 +1 +1 +landing-zone +Secrets$/m);
  expect((await quiz('secrets', '--list')).stdout.split('\n')).toHaveLength(3);
  const json = JSON.parse((await quiz('secrets', '--list', '--json')).stdout);
  expect(json).toMatchObject([{ topic: 'secrets', questions: 9, known: 1, missed: 1, exercises: ['landing-zone'] }]);
  expect((await quiz('releases', '--reset')).stdout).toBe('0 answers forgotten\n');
  expect((await quiz('landing-zone', '--reset')).stdout).toBe('2 answers forgotten\n');
  expect(answersKept()).toEqual({});
});

test.each<[string, readonly string[], string | undefined, RegExp]>([
  [
    'a topic that does not exist',
    ['nope'],
    undefined,
    /^takehome: no topic 'nope'; npx takehome quiz --list shows them$/,
  ],
  ['a question of another topic', ['releases', '--id', 'when-vault'], undefined, /no question 'when-vault' there$/],
  ['no number', ['--count', '0'], undefined, /--count.* whole number/],
  ['options that contradict', ['--list', '--missed'], undefined, /'--list' cannot be used with option '--missed'$/],
  ['a broken file', [], 'broken', /quiz\.json: not JSON; mend or remove it$/],
  [
    'a file of another version',
    ['--reset'],
    '{"version":2}',
    /quiz\.json: version 1 expected, got: 2; mend or remove it$/,
  ],
])('%s is one line and exit code 2, and no file is touched', async (_, args, text, message) => {
  if (text !== undefined) remembered(text);
  const { code, stdout, stderr } = await quiz(...args);
  expect([code, stdout, stderr.trimEnd()]).toEqual([2, '', expect.stringMatching(message)]);
  expect(stderr.trimEnd()).not.toContain('\n');
  expect(existsSync(file()) ? readFileSync(file(), 'utf8') : undefined).toBe(text);
});
