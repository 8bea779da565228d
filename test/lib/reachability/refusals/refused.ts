import { type Piece, topology } from '../../../../lib/reachability/aws-rules/topology';
import { refusals } from '../../../../lib/reachability/refusals/refusals';

/** What AWS refuses, the id of what is not created, and nearly the same network that it takes. */
type Case = readonly [what: string, refused: string, reason: RegExp, bad: readonly Piece[], good: readonly Piece[]];

/** A test for each of the cases. */
export function testRefusals(cases: readonly Case[]): void {
  test.each(cases)('AWS refuses %s', (_what, refused, reason, bad, good) => {
    expect(refusals(topology(...good))).toEqual([]);
    const found = refusals(topology(...bad));
    expect(found).toMatchObject([{ component: refused, reason: expect.stringMatching(reason) }]);
    expect(found[0]?.link).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });
}
