import fc from 'fast-check';
import { escapeText, link } from '../../../../lambda/auto-tagging/notification/escape';

describe('escapeText', () => {
  it.each([
    ['a plain name', 'my_bucket-1.prod', 'my_bucket-1.prod'],
    ['an ARN', 'arn:aws:s3:::my_bucket', 'arn:aws:s3:::my_bucket'],
    ['a mention of everybody', '<!channel>', '&lt;!channel&gt;'],
    ['a mention of somebody', '<@U012AB3CD>', '&lt;@U012AB3CD&gt;'],
    ['a link', '<https://evil.example|AWS>', '&lt;https://evil.example∣AWS&gt;'],
    ['an entity', '&lt;!here&gt;', '&amp;lt;!here&amp;gt;'],
    ['a bare mention', '@here and @Channel', '＠here and ＠Channel'],
    ['an address', 'ada@example.com', 'ada@example.com'],
    ['code', '`rm`', 'ˋrmˋ'],
    ['bold, italic and struck words', '*b* _i_ ~s~', '∗b∗ ＿i＿ ∼s∼'],
    ['an emoji', 'x :rotating_light: y', 'x ꞉rotating_light: y'],
    ['line breaks', 'a\r\n>b\u2028c', 'a &gt;b c'],
    ['a right-to-left override', 'a\u202egnp.exe', 'a\ufffdgnp.exe'],
    ['half a character', 'a\ud800', 'a\ufffd'],
  ])('makes %s harmless', (_, value, expected) => {
    expect(escapeText(value, 100)).toBe(expected);
  });

  it('cuts between characters and entities', () => {
    expect(escapeText('ab&&', 11)).toBe('ab&amp;…');
    expect(escapeText('ab&&', 7)).toBe('ab…');
    expect(escapeText('ab&&', 12)).toBe('ab&amp;&amp;');
    expect(escapeText('😀😀😀', 4)).toBe('😀…');
  });

  it('never leaves a bracket, a bare ampersand, or more than the limit', () => {
    const nasty = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('<', '>', '&', '<!here>', '|', '`', '\n')),
    );
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 60 }), (parts, limit) => {
        const text = escapeText(parts.join(''), limit);
        expect(text).not.toMatch(/[<>|`\n\u202e]|&(?!(amp|lt|gt);)/u);
        expect(text.length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});

describe('link', () => {
  it('cannot be ended by its label or its URL', () => {
    expect(link('https://example.com/a>b|c d', 'x>|<!here>', 50)).toBe(
      '<https://example.com/a%3Eb%7Cc%20d|x&gt;∣&lt;!here&gt;>',
    );
  });
});
