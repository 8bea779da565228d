import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  isAlive,
  keep,
  labsFolder,
  newLabFolder,
  processId,
  type StandingLab,
  standingLabs,
} from '../../../../lib/packet-lab/runtime/labs';
import { emptyModel } from '../../../../lib/reachability/empty-model';
import { starPlan } from './plans';

let folder: string;
const user = process.getuid?.() ?? 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function lab(agent: StandingLab['agent']): StandingLab {
  const own = newLabFolder(folder);
  const kept = {
    name: own.split('/').at(-1) ?? '',
    folder: own,
    agent,
    rootless: false,
    model: emptyModel,
    plan: starPlan(1),
  };
  keep(kept);
  return kept;
}

const here = () => processId(process.pid) ?? { pid: 0, started: '' };

test('a lab stands as long as its agent lives', () => {
  const kept = lab(here());
  expect(standingLabs(folder)).toEqual([kept]);
});

test.each([
  ['has ended', { pid: 2 ** 22 + 1, started: '1' }],
  ['has ended and another process has its number', { pid: process.pid, started: '1' }],
])('what is noted of a lab whose agent %s is removed', (_, agent) => {
  const kept = lab(agent);
  expect(isAlive(agent)).toBe(false);
  expect(standingLabs(folder)).toEqual([]);
  expect(existsSync(kept.folder)).toBe(false);
});

test('a lab in the making is let alone, and one that was never made is removed', () => {
  const [making, given] = [newLabFolder(folder), newLabFolder(folder)];
  utimesSync(given, new Date(0), new Date(0));
  expect(standingLabs(folder)).toEqual([]);
  expect([making, given].map((one) => existsSync(one))).toEqual([true, false]);
});

test('the folder of labs is nobody else’s', () => {
  expect(statSync(labsFolder(folder, user)).mode & 0o777).toBe(0o700);
  expect(() => labsFolder(folder, user + 1)).toThrow('belongs to somebody else');
});

test('a folder that others may use is refused', () => {
  mkdirSync(join(folder, `takehome-labs-${user}`), { mode: 0o755 });
  expect(() => labsFolder(folder, user)).toThrow('others may use it');
});
