import type { Claim, ProofContext, Verdict } from '../../../lib/proof/claim';
import { htmlReport } from '../../../lib/proof/report';
import { allHold, decideClaims } from '../../../lib/proof/runner';

const context: ProofContext = { assembly: '', progress: () => {} };
const verdict = (holds: boolean): Verdict => ({ holds, figures: { events: 3 }, notes: [] });
const proved = (id: string, proof: () => Promise<Verdict>): Claim => ({
  id,
  text: id,
  evidence: { kind: 'proved', proof },
});

describe('decideClaims', () => {
  it('runs proofs and passes on other evidence', async () => {
    const results = await decideClaims(
      [
        proved('x/a', async () => verdict(true)),
        { id: 'x/b', text: 'b', evidence: { kind: 'account', command: 'aws sts' } },
        { id: 'x/c', text: 'c', evidence: { kind: 'cited', link: 'https://example.com' } },
      ],
      context,
    );
    expect(results.map(({ evidence, verdict: found, pointer }) => [evidence, found?.holds, pointer])).toEqual([
      ['proved', true, undefined],
      ['account', undefined, 'aws sts'],
      ['cited', undefined, 'https://example.com'],
    ]);
    expect(allHold(results)).toBe(true);
  });

  it('counts a proof that throws as a claim that does not hold', async () => {
    const results = await decideClaims([proved('x/a', () => Promise.reject(new Error('no such file')))], context);
    expect(results[0]?.verdict?.notes).toEqual([expect.stringContaining('no such file')]);
    expect(allHold(results)).toBe(false);
  });
});

describe('htmlReport', () => {
  it('escapes what it shows', () => {
    const html = htmlReport('<t>', [{ claim: 'x/a', text: '<script>', evidence: 'proved', verdict: verdict(false) }]);
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script>');
    expect(html).toContain('does not hold');
  });
});
