import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Expectation } from '../../../lib/reachability/aws-rules/rule-case';
import { rules } from '../../../lib/reachability/aws-rules/rules';
import { violations } from '../../../lib/reachability/aws-rules/violations';

const list = join(__dirname, '../../../../shared/network/aws-rules.jsonl');

interface Listed {
  readonly id: string;
  readonly usable: boolean;
}

describe('rules of AWS', () => {
  const encoded = rules.map(({ id }) => id);

  test.each(rules)('$id', ({ expected }) => expect(violations(expected)).toEqual([]));
  test.each(rules)('without what $id is about', ({ twin }) => expect(violations(twin)).toEqual([]));

  test.each(rules)('$id would not pass with the other outcome', ({ expected, twin }) => {
    for (const expectation of [expected, twin]) expect(violations(opposite(expectation))).not.toEqual([]);
  });

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

function isGood(expectation: Expectation): boolean {
  return 'reachable' in expectation || ('refused' in expectation && expectation.refused === undefined);
}

function opposite(expectation: Expectation): Expectation {
  if ('refused' in expectation) {
    const { network } = expectation;
    return expectation.refused === undefined ? { network, refused: 'x', reason: /x/ } : { network, refused: undefined };
  }
  const { network, question } = expectation;
  return 'reachable' in expectation ? { network, question, blockedBy: [] } : { network, question, reachable: true };
}
