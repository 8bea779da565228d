import { printReached, type Reached } from '../../bin/commands/reached-rows';
import { balanced } from '../lib/reachability/two-vpcs';

const owner = { kind: 'ecs-service', id: 'service' } as const;
const model = {
  ...balanced,
  networkInterfaces: balanced.networkInterfaces.map((one) =>
    ['eni-one', 'eni-two'].includes(one.id) ? { ...one, owner, name: `App/Service/${one.id}` } : one,
  ),
};

function printed(reached: readonly Reached[]): string {
  let text = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  printReached('reachable', reached, model);
  return text;
}

afterEach(() => jest.restoreAllMocks());

test('members of a group that reach each other are told as the group', () => {
  const reached = [
    { ports: ['tcp 80'], from: ['eni-two', 'internet'], to: ['eni-one'] },
    { ports: ['tcp 80'], from: ['eni-one', 'internet'], to: ['eni-two'] },
  ];
  expect(printed(reached)).toBe('reachable\n  tcp 80  to App/Service\n    from App/Service, internet\n');
});

test('members that others reach differently stay apart', () => {
  const reached = [
    { ports: ['tcp 80'], from: ['eni-two'], to: ['eni-one'] },
    { ports: ['tcp 80'], from: ['eni-one', 'internet'], to: ['eni-two'] },
  ];
  const lines = printed(reached).split('\n');
  expect(lines.filter((line) => line.startsWith('    from '))).toEqual([
    '    from App/Service/eni-two',
    '    from App/Service/eni-one, internet',
  ]);
});

test('all ports of a pair are told together', () => {
  const reached = [
    { ports: ['tcp 80'], from: ['eni-one'], to: ['balancer'] },
    { ports: ['tcp 80'], from: ['eni-one'], to: ['eni-server'] },
    { ports: ['tcp 443'], from: ['eni-one'], to: ['eni-server'] },
  ];
  expect(printed(reached).trimEnd().split('\n')).toEqual([
    'reachable',
    '  tcp 80           to balancer',
    '    from App/Service/eni-one',
    '  tcp 80, tcp 443  to server',
    '    from App/Service/eni-one',
  ]);
});

test('what differs in its ports alone, or in what a single one reaches, is one row', () => {
  const reached = [
    { ports: ['tcp 80'], from: ['eni-one'], to: ['balancer'] },
    { ports: ['icmp'], from: ['eni-one'], to: ['balancer'] },
    { ports: ['tcp 22'], from: ['internet'], to: ['eni-one'] },
    { ports: ['tcp 22'], from: ['internet'], to: ['eni-server'] },
  ];
  expect(printed(reached).trimEnd().split('\n')).toEqual([
    'reachable',
    '  tcp 80, icmp  to balancer',
    '    from App/Service/eni-one',
    '  tcp 22        to App/Service/eni-one, server',
    '    from internet',
  ]);
});

test('a long list is folded, and nothing is told of nothing', () => {
  const from = Array.from({ length: 9 }, (_, index) => `eni-${index}`);
  expect(printed([{ ports: ['icmp'], from, to: ['balancer'] }])).toMatch(/from eni-0, .*eni-4 and 4 more\n$/);
  expect(printed([])).toBe('');
});
