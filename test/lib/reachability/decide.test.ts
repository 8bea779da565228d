import fc from 'fast-check';
import { decide, isExposed, isReachable, UnknownComponentError } from '../../../lib/reachability/decide';
import type { NetworkModel } from '../../../lib/reachability/model';
import { Network } from '../../../lib/reachability/network';
import type { Question, Verdict } from '../../../lib/reachability/verdict';
import { choices, type Piece } from './removals';
import { apart } from './two-vpcs';
import { type Worked, workedNetworks } from './worked-networks';

const components = ({ blockedBy }: Verdict) => [...new Set(blockedBy.map(({ component }) => component))].toSorted();
const without = (model: NetworkModel, pieces: readonly Piece[]) =>
  pieces.reduce((left, piece) => piece.without(left), model);

describe.each(workedNetworks)('$what', ({ model, question, pieces }: Worked) => {
  test('is reachable, and says by which way there and back', () => {
    const verdict = decide(new Network(model), question);
    expect(verdict).toMatchObject({ verdict: 'reachable', notModelled: [], blockedBy: [] });
    expect(verdict.forward.length).toBeGreaterThan(1);
    expect(verdict.return.length).toBeGreaterThan(1);
  });

  test('names exactly the pieces that were taken away', () => {
    for (const taken of choices(pieces)) {
      const network = new Network(without(model, taken));
      const verdict = decide(network, question);
      const expected = [...new Set(taken.map(({ component }) => component))].toSorted();
      expect([verdict.verdict, ...components(verdict)]).toEqual(['blocked', ...expected]);
      expect(isReachable(network, question)).toBe(false);
    }
  });

  test('nothing becomes reachable by taking pieces away', () => {
    const hosts = model.networkInterfaces.map(({ id }) => id);
    const questions = hosts.flatMap((from) =>
      hosts.map((to) => ({ ...question, from: { networkInterfaceId: from }, to: { componentId: to } })),
    );
    const before = new Network(model);
    fc.assert(
      fc.property(fc.subarray([...pieces]), fc.constantFrom(...questions), (taken, each) => {
        const after = new Network(without(model, taken));
        expect(isReachable(after, each)).toBe(decide(after, each).verdict === 'reachable');
        expect(isReachable(after, each) && !isReachable(before, each)).toBe(false);
      }),
    );
  });
});

describe('where nothing connects', () => {
  test.each<[string, Partial<Question>, readonly string[]]>([
    ['two VPCs', {}, ['rtb-a', 'rtb-b']],
    ['two VPCs, one of which admits nobody', { port: 81 }, ['rtb-a', 'rtb-b', 'sg-server']],
    ['a VPC and the internet', { from: 'internet' }, ['internet', 'rtb-b', 'sg-server', 'vpc-b']],
  ])('%s, everything that has to change is named', (_what, changes, expected) => {
    const question: Question = {
      from: { networkInterfaceId: 'eni-one' },
      to: { componentId: 'eni-server' },
      protocol: 'tcp',
      port: 80,
      ...changes,
    };
    const verdict = decide(new Network(apart), question);
    expect([verdict.verdict, ...components(verdict)]).toEqual(['blocked', ...expected]);
    expect(isReachable(new Network(apart), question)).toBe(false);
  });
});

test.each([
  ['from', { from: { networkInterfaceId: 'eni-nobody' } }],
  ['to', { to: { componentId: 'nobody' } }],
])('a question that names nobody, %s, is refused', (_what, changes) => {
  for (const { model, question } of workedNetworks) {
    const network = new Network(model);
    const asked = { ...question, ...changes };
    for (const ask of [decide, isReachable, isExposed])
      expect(() => ask(network, asked)).toThrow(UnknownComponentError);
  }
});
