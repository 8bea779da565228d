import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { temporaryFolder } from '../../../../../lib/local/temporary-folder';
import { inLab } from './in-lab';
import { expectNothingLeft, folderMark, foldersOf, processesWith } from './leftovers';

const PROGRAM = ['--import', 'tsx', join(__dirname, 'everything.ts')];
/** Whoever runs the tests as root tries the other case, too. */
const NOBODY = { uid: 65_534, gid: 65_534 };

function run(mark: string, then: 'close' | 'wait', user?: typeof NOBODY, temporary = tmpdir()): ChildProcess {
  return spawn(process.execPath, [...PROGRAM, mark, then], {
    env: { PATH: process.env.PATH, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'inherit'],
    ...user,
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return line;
}

test('one of everything is closed, and nothing is left', () =>
  inLab(async () => {
    const mark = randomUUID();
    const child = run(mark, 'close');
    const ended = once(child, 'exit');
    expect(JSON.parse(await firstLine(child))).toEqual({ failed: 0, killed: false, inside: [{ one: 1 }] });
    // It ends by itself: no timer or socket is left in it either.
    expect(await ended).toEqual([0, null]);
    await expectNothingLeft(mark);
    await expectNothingLeft(folderMark(child.pid));
    expect(foldersOf(child.pid)).toEqual([]);
  }));

test('who is not root can do it all as well', () =>
  inLab(async () => {
    if (process.getuid?.() !== 0) return; // then the other tests show it
    if (spawnSync('test', ['-r', PROGRAM.at(-1) ?? ''], NOBODY).status !== 0) {
      console.log('skipped: others may not read this checkout');
      return;
    }
    const temporary = mkdtempSync(join(tmpdir(), 'nobody-'));
    chownSync(temporary, NOBODY.uid, NOBODY.gid);
    try {
      const mark = randomUUID();
      const child = run(mark, 'close', NOBODY, temporary);
      const ended = once(child, 'exit');
      expect(JSON.parse(await firstLine(child))).toEqual({ failed: 0, killed: false, inside: [{ one: 1 }] });
      expect(await ended).toEqual([0, null]);
      await expectNothingLeft(mark);
      await expectNothingLeft(temporary);
      expect(readdirSync(temporary).filter((name) => name.startsWith('takehome-'))).toEqual([]);
    } finally {
      rmSync(temporary, { recursive: true });
    }
  }));

test('all processes die with whoever is killed, and the next one clears the folders', () =>
  inLab(async () => {
    const mark = randomUUID();
    const child = run(mark, 'wait');
    const ended = once(child, 'exit');
    expect(await firstLine(child)).toBe('waits');
    // The program, unshare, PID 1 and its child; haproxy, PostgreSQL and its own.
    expect(processesWith(mark).length).toBeGreaterThanOrEqual(4);
    expect(processesWith(folderMark(child.pid)).length).toBeGreaterThanOrEqual(3);
    child.kill('SIGKILL');
    await ended;
    await expectNothingLeft(mark);
    await expectNothingLeft(folderMark(child.pid));
    expect(foldersOf(child.pid)).toHaveLength(2);
    rmSync(temporaryFolder(), { recursive: true });
    expect(foldersOf(child.pid)).toEqual([]);
  }));

test('folders of those who live are left alone', () => {
  const [one, other] = [temporaryFolder(), temporaryFolder()];
  expect(foldersOf().length).toBeGreaterThanOrEqual(2);
  for (const folder of [one, other]) rmSync(folder, { recursive: true });
  expect(foldersOf()).toEqual([]);
});
