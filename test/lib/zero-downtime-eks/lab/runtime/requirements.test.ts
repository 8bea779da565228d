import { missingRequirements } from '../../../../../lib/zero-downtime-eks/lab/runtime/requirements';

const install = 'apt-get install -y --no-install-recommends haproxy postgresql';

function without(...missing: readonly string[]) {
  return (program: string) => (missing.includes(program) ? undefined : `/usr/bin/${program}`);
}

test('nothing is missing where all is there', () => {
  expect(missingRequirements('linux', without(), () => true)).toBeUndefined();
});

test.each<[string, NodeJS.Platform, readonly string[], boolean, string]>([
  [
    'another system',
    'darwin',
    [],
    true,
    `needs Linux, this is darwin; a container or a virtual machine with: ${install}`,
  ],
  ['the proxy', 'linux', ['haproxy'], true, `needs haproxy, not found; install with: ${install}`],
  ['the database', 'linux', ['initdb', 'postgres'], true, `needs postgresql, not found; install with: ${install}`],
  ['both', 'linux', ['haproxy', 'postgres'], true, `needs haproxy and postgresql, not found; install with: ${install}`],
  ['setpriv', 'linux', ['setpriv'], true, 'needs util-linux, not found'],
  ['namespaces', 'linux', [], false, 'needs PID namespaces, which are not permitted here'],
])('%s is named in one line', (_, platform, missing, isolates, text) => {
  const line = missingRequirements(platform, without(...missing), () => isolates);
  expect(line).toContain(text);
  expect(line).not.toContain('\n');
});
