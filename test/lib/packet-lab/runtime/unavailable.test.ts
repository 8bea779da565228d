import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPrograms, LabUnavailableError, searchPath } from '../../../../lib/packet-lab/runtime/unavailable';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'programs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function install(...names: readonly string[]): void {
  for (const name of names) {
    writeFileSync(join(folder, name), '');
    chmodSync(join(folder, name), 0o755);
  }
}

test('nothing is missing where all programs are', () => {
  install('python3', 'ip', 'nft');
  expect(() => checkPrograms(folder, 'linux', [])).not.toThrow();
});

test.each([
  [['python3', 'ip'], 'needs nft, not found; install with: apt-get install -y nftables'],
  [['nft'], 'needs python3 and ip, not found; install with: apt-get install -y python3 iproute2'],
])('with only %j it says what to install', (installed, message) => {
  install(...installed);
  expect(() => checkPrograms(folder, 'linux', [])).toThrow(LabUnavailableError);
  expect(() => checkPrograms(folder, 'linux', [])).toThrow(message);
});

test('another operating system is named', () => {
  expect(() => checkPrograms(folder, 'darwin')).toThrow('needs Linux, this is darwin');
});

test('programs of administrators are found without being asked for', () => {
  expect(searchPath('/bin')).toBe('/bin:/usr/local/sbin:/usr/sbin:/sbin');
});
