import type { Claim, ProofContext, Verdict } from '../../../lib/proof/claim';
import { htmlReport } from '../../../lib/proof/report';
import { allHold, decideClaims, stateOf } from '../../../lib/proof/runner';

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

describe('stateOf', () => {
  it.each([
    ['holds', verdict(true)],
    ['does not hold', verdict(false)],
    ['skipped', { ...verdict(false), skipped: 'no tool' }],
    ['skipped', { ...verdict(true), skipped: 'no tool' }],
  ])('is %s', (state, found) => {
    expect(stateOf(found)).toBe(state);
  });

  it('does not let a skipped proof fail or hold', async () => {
    const results = await decideClaims(
      [proved('x/a', async () => ({ ...verdict(false), skipped: 'no tool' }))],
      context,
    );
    expect(allHold(results)).toBe(true);
    expect(htmlReport('t', results)).toMatch(/<strong>skipped<\/strong>[\s\S]*no tool/);
    expect(htmlReport('t', results)).not.toContain('class="holds"');
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
