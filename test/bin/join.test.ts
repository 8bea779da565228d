import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { join } from '../../bin/commands/join';
import { ATTEMPTS } from '../../lib/landing-zone/node-join/story';
import { InputError } from '../../lib/reachability/input-error';

const folder = mkdtempSync(path(tmpdir(), 'join-'));
for (const { stack } of ATTEMPTS) {
  writeFileSync(path(folder, `${stack.stackName}.template.json`), JSON.stringify(stack.template));
}
afterAll(() => rmSync(folder, { recursive: true }));

function output(stacks: readonly string[], day: string, json = false): readonly [number, string] {
  let text = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    return [join(folder, { stacks, json }, new Date(day)), text];
  } finally {
    write.mockRestore();
  }
}

test('what is missing is told with its page, and the exit code says so', () => {
  const [code, text] = output(['First'], '2024-06-01');
  expect(code).toBe(1);
  expect(text).toMatch(/^First\/Nodes\n {2}there {4}EKS creates clusters of this version\n/);
  expect(text).toContain('missing  a way to the services that nodes call\n');
  expect(text).toContain('a way out of the subnet: First/PrivateRoutes: no route to 8.8.8.8\n');
  expect(text.match(/missing/g)).toHaveLength(1);
});

test('nothing is missing of a cluster with a way out while its version is there', () => {
  const [code, text] = output(['Eksctl'], '2024-06-01');
  expect([code, text.includes('missing')]).toEqual([0, false]);
});

test('--json holds every check', () => {
  const [code, text] = output(['First', 'Eksctl'], '2026-11-21', true);
  const results = JSON.parse(text) as readonly { readonly nodeGroup: string; readonly missing: readonly object[] }[];
  expect(code).toBe(1);
  expect(new Set(results.map(({ nodeGroup }) => nodeGroup))).toEqual(new Set(['First/Nodes', 'Eksctl/Nodes']));
  expect(results.filter(({ missing }) => missing.length > 0).length).toBeGreaterThan(1);
});

test('a stack that is not there is refused', () => {
  expect(() => output(['Second'], '2026-11-21')).toThrow(InputError);
});
