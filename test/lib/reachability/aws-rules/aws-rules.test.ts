import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide, isReachable } from '../../../../lib/reachability/decide';
import { Network } from '../../../../lib/reachability/network';
import { refusals } from '../../../../lib/reachability/refusals/refusals';
import type { Expectation } from './rule-case';
import { rules } from './rules';

const list = join(__dirname, '../../../../../shared/network/aws-rules.jsonl');

describe('rules of AWS', () => {
  const encoded = rules.map(({ id }) => id);

  test.each(rules)('$id', ({ expected }) => check(expected));
  test.each(rules)('without what $id is about', ({ twin }) => check(twin));

  test('each rule is there once', () => {
    expect(encoded).toEqual([...new Set(encoded)]);
  });

  test('a twin has the opposite outcome', () => {
    expect(rules.filter(({ expected, twin }) => isGood(expected) === isGood(twin)).map(({ id }) => id)).toEqual([]);
  });

  test('every usable rule of the list is encoded', () => {
    if (!existsSync(list)) {
      console.log(`skipped: there is no ${list}`);
      return;
    }
    const listed = readFileSync(list, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Listed);
    const usable = listed.filter((rule) => rule.usable).map(({ id }) => id);
    expect(encoded.filter((id) => !usable.includes(id))).toEqual([]);
    expect(usable.filter((id) => encoded.includes(id)).length).toBeGreaterThanOrEqual(50);
  });
});

interface Listed {
  readonly id: string;
  readonly usable: boolean;
}

function isGood(expectation: Expectation): boolean {
  return 'reachable' in expectation || ('refused' in expectation && expectation.refused === undefined);
}

function check(expectation: Expectation): void {
  const found = refusals(expectation.network);
  if ('refused' in expectation) {
    expect([...new Set(found.map(({ component }) => component))]).toEqual(
      expectation.refused === undefined ? [] : [expectation.refused],
    );
    if (expectation.refused === undefined) return;
    expect(found.map(({ reason }) => reason).join('\n')).toMatch(expectation.reason);
    if (!expectation.question) return;
    const network = new Network(expectation.network);
    const { verdict, blockedBy } = decide(network, expectation.question);
    expect(verdict).toBe('blocked');
    expect(blockedBy.map(({ component, reason }) => `${component}: ${reason}`).join('\n')).toMatch(
      new RegExp(`^${expectation.refused}: |${expectation.reason.source}`, 'm'),
    );
    expect(isReachable(network, expectation.question)).toBe(false);
    return;
  }
  expect(found).toEqual([]);
  const network = new Network(expectation.network);
  const { verdict, blockedBy, notModelled } = decide(network, expectation.question);
  if ('reachable' in expectation) {
    expect({ verdict, blockedBy, notModelled }).toEqual({ verdict: 'reachable', blockedBy: [], notModelled: [] });
  } else {
    const { direction } = expectation;
    expect(verdict).toBe('blocked');
    expect([...new Set(blockedBy.map(({ component }) => component))].toSorted()).toEqual(expectation.blockedBy);
    if (direction) expect([...new Set(blockedBy.map((blocker) => blocker.direction))]).toEqual([direction]);
  }
  expect(isReachable(network, expectation.question)).toBe('reachable' in expectation);
}
