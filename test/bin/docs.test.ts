import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../..');

test.each([
  ['an option that does not exist', ['build', '--nonsense'], /unknown option '--nonsense'/],
  ['a port that is none', ['dev', '--port', 'abc'], /'abc' is invalid.*1 to 65535/],
  ['a port that no machine has', ['--port', '70000'], /'70000' is invalid/],
])('npm run docs says in one line what is wrong with %s', (_, args, expected) => {
  const command = ['--import', 'tsx', 'bin/docs.ts', ...args];
  const { status, stderr, stdout } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(expected);
});
