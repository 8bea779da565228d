import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../lib/app';
import { sandboxConfig } from '../../sandbox.config';
import { takehomeHere } from '../bin/cli';
import { fences, pages } from './markdown';

const folder = mkdtempSync(join(tmpdir(), 'reach-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));

const commands = [...pages.values()]
  .flatMap((markdown) => fences(markdown))
  .flatMap(({ text }) => text.split('\n'))
  .flatMap((line) => /^npx takehome (reach cdk\.out [^#]*)/.exec(line)?.[1] ?? []);
const assembly = createApp(sandboxConfig).synth().directory;

test('there are such commands', () => expect(commands.length).toBeGreaterThan(5));

test.each([...new Set(commands)])('%s has an answer', async (command) => {
  const args = command
    .trim()
    .split(/\s+/)
    .map((arg) => (arg === 'cdk.out' ? assembly : arg.endsWith('.html') ? join(folder, arg) : arg.replaceAll("'", '')));
  const { code, stdout, stderr } = await takehomeHere(args);
  // A slow machine is told how far things are.
  const told = stderr.replaceAll(/^(?:takehome: wrote .*|\d+ % .*)\n/gm, '');
  expect([code, told]).toEqual([0, '']);
  if (!args.includes('--html')) expect(stdout).toMatch(/^(reachable|blocked|opened|\S+: reachable)/);
});
