import { printAdvice } from '../../bin/commands/decide';
import type { Advice } from '../../lib/connectivity/advice';
import { takehomeHere } from './cli';

const advice = (option: string, works: Advice['works'], monthly: number, ...reasons: readonly string[]): Advice => ({
  ...{ option, title: option.toUpperCase(), stacks: [], works, monthly, reasons },
  opened: works === 'no' ? undefined : 8,
});
const constraints = { overlap: true, accounts: 2, initiator: 'both', layer: 4, budget: 50 } as const;

function printed(all: readonly Advice[]): readonly string[] {
  let text = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  printAdvice(constraints, all);
  jest.restoreAllMocks();
  return text.split('\n');
}

describe('takehome decide', () => {
  test('tells the constraints, then what works, what it costs and why the rest does not', () => {
    const lines = printed([
      advice('a/one', 'yes', 100),
      advice('b/second', 'agreement', 20, 'both agree'),
      advice('b/third', 'no', 0, 'too far', 'too slow'),
    ]);
    expect(lines.slice(0, 10)).toEqual([
      'identical CIDRs, two accounts, both call each other, layer 4, at most USD 50.00 a month idle',
      '',
      'works     A/ONE     USD 100.00  opens  8  a/one',
      'works if  B/SECOND  USD  20.00  opens  8  b/second',
      '          both agree',
      'fails     B/THIRD   USD   0.00            b/third',
      '          too far',
      '          too slow',
      '',
      'choose a/one: of what works as it is it costs least a month idle; b/second would cost less, if both agree',
    ]);
  });

  test('says so where nothing fits', () => {
    expect(printed([advice('a', 'no', 1, 'no')])).toContain('no option fits');
  });

  test('prints as JSON what was asked, and every option of both exercises, the best first', async () => {
    const { code, stdout } = await takehomeHere(['decide', '--overlap', '--accounts', '2', '--budget', '50', '--json']);
    const { constraints: asked, advice: found } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(asked).toEqual({ overlap: true, accounts: 2, initiator: 'eks', layer: 4, budget: 50 });
    expect(found[0]).toMatchObject({ option: 'overlapping-cidr/private-link', works: 'yes', reasons: [] });
    const refused = found.find(({ option }: Advice) => option === 'vpc-connectivity/peering');
    expect(refused.reasons.join()).toContain('10.0.0.0/16 of VpcConnectivity-Base/VpcA/Vpc');
  });

  test.each([
    ['--layer', '5'],
    ['--accounts', '3'],
    ['--initiator', 'lambda'],
    ['--budget', '-1'],
    ['--budget', 'ten'],
  ])('refuses %s %s with one line and exit code 2', async (option, value) => {
    const { code, stdout, stderr } = await takehomeHere(['decide', option, value]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^takehome: [^\n]* argument '[^\n]*\n$/);
  });
});
