import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../../../../lib/local/programs';
import { temporaryFolder } from '../../../../../lib/local/temporary-folder';
import { haproxyConfiguration } from '../../../../../lib/zero-downtime-eks/lab/runtime/haproxy-configuration';
import { inLab } from './in-lab';

const configuration = haproxyConfiguration({
  address: '127.0.0.1',
  port: 8_080,
  idleSeconds: 3.0004,
  folder: '/tmp/folder',
  slots: 4,
});

test('haproxy takes it without a warning', () =>
  inLab(async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'haproxy.cfg');
    writeFileSync(file, configuration);
    const { status, stdout, stderr } = spawnSync(findProgram('haproxy') ?? '', ['-c', '-f', file], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect({ status, warnings: (stdout + stderr).match(/WARNING|ALERT/g) }).toEqual({ status: 0, warnings: null });
  }));

test('idle connections to targets are left to the link', () => {
  // haproxy would purge surplus ones every 5 s, too slow for a test to see it.
  expect(configuration).toMatch(/server-template .* pool-purge-delay 1d$/m);
});

test('durations are whole milliseconds, and not less than asked for', () => {
  expect(configuration.match(/timeout client .*/)?.[0]).toBe('timeout client 3001ms');
});
