import { factPages, languageOf } from '../../lib/docs/fact-pages';
import { readFacts } from '../../lib/docs/facts';
import { pages } from './markdown';
import { GAP, prose, withLinks } from './prose';

/*
 * A price, a quota or a date of AWS that is typed into a page goes stale there, so these rules find the usual ways to type
 * one. Each knows a fact by what stands around the number, not by the number, since a sum of ours, a figure that we measured
 * and a setting of an exercise look the same:
 *
 * - quoted: the text of a link to a page of prices or of quotas states a number, in digits or words. Whoever links such a
 *   page quotes it. A year says when, 1 is 'a' in Korean, and a digit after a letter is part of a name.
 * - unit price: USD for an hour, a GB, a million. Sums are for a month, a year or a campaign.
 * - known price: USD with an amount of more than ten or of three digits that a fact states. Shorter ones coincide.
 * - dated: the end of a service or of support has a month with its year; what happened to something else has not those words.
 * - Kubernetes: a minor version after a word that says since when, or until when, something holds. The version of the
 *   exercises, and what was measured on some version, come without such a word.
 *
 * The last two read English; a Korean page states the facts of the English one, which another test holds.
 */
const QUOTED_PAGES = /\/pricing\b|limits|quotas|Constraints\.html|kubernetes-versions\.html/;
const NUMBER = /(?<![A-Za-z\d.,])(?!20\d\d\b|20\d\d년)(?!1(?![\d.,]))\d[\d.,]*(?![\d.,]*(?:억|월))/;
const WORD = /\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty)\b/i;
const UNIT_PRICE = [
  /USD ?[\d.,]*\d(?: an hour| a (?:GB|TB|million|shard|vCPU)| for (?:a (?:GB|TB|million)|10,000))\b/,
  /[\d.,]*\d USD(?:\/GB| an hour| a GB)/,
  /(?:시간당|GB당|TB당|(?:1 (?:GB|TB)|백만 건|10,000건)에) USD ?\d/,
];
const MONTH = 'January|February|March|April|May|June|July|August|September|October|November|December';
const DATED = new RegExp(
  `\\b(?:ends?|ended|end of support|left (?:standard|extended) support|retired|deprecated|discontinued)\\b[^.;|${GAP}]{0,40}\\b(?:${MONTH}) 20\\d\\d`,
);
const KUBERNETES = new RegExp(
  `\\b(?:since|stable|deprecated|removed|dropped|default|until)\\b[^.;|${GAP}]{0,30}?(?<![\\d.]|Go |Terraform )1\\.(?:1\\d|[2-4]\\d)\\b(?![\\d.%]| times| to)`,
);

const amounts = Object.entries(readFacts())
  .filter(([, { what }]) => what.startsWith('USD'))
  .map(([, { value }]) => value)
  .filter((value) => Number(value) > 10 || value.replaceAll(/\D/g, '').replace(/^0+/, '').length > 2);

/** Amounts in USD that a line states, `73.00` as `73`. */
const amountsIn = (line: string): readonly number[] =>
  [...line.matchAll(/USD ?([\d,]+(?:\.\d+)?)/g)].map(([, amount = '']) => Number(amount.replaceAll(',', '')));

function typed(markdown: string, language: 'en' | 'ko'): readonly string[] {
  const quoted = withLinks(markdown).flatMap((line) =>
    [...line.matchAll(/\[([^\]]*)\]\((https:[^)\s]*)\)/g)]
      .filter(([, text = '', target = '']) => QUOTED_PAGES.test(target) && (NUMBER.test(text) || WORD.test(text)))
      .map(([link]) => `quoted: ${link}`),
  );
  const rules: readonly (readonly [string, (line: string) => boolean])[] = [
    ['unit price', (line) => UNIT_PRICE.some((pattern) => pattern.test(line))],
    ['known price', (line) => amountsIn(line).some((amount) => amounts.some((value) => Number(value) === amount))],
    ['dated', (line) => language === 'en' && DATED.test(line)],
    ['Kubernetes', (line) => language === 'en' && KUBERNETES.test(line)],
  ];
  const found = prose(markdown).flatMap((line) =>
    rules.filter(([, finds]) => finds(line)).map(([name]) => `${name}: ${line}`),
  );
  return [...quoted, ...found];
}

describe('a typed fact', () => {
  const fact = '<!-- fact x -->0.045<!-- end fact -->';

  test.each([
    ['a [0.045 an hour](https://aws.amazon.com/vpc/pricing/) b'],
    ['up to [100 items](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html)'],
    ['at most [two hours](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)'],
    ['USD 0.3 an hour'],
    ['| USD 12 a million requests |'],
    ['it costs 0.02 USD/GB'],
    ['시간당 USD 0.3이다'],
    ['USD 36.50 a month'],
    ['USD 73.00 a month'],
    ['It ended on 30 September 2026.'],
    ['retired since March 2026'],
    ['stable since Kubernetes 1.34'],
    ['[50 executions](https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html)'],
  ])('is found in %j', (line) => {
    expect(typed(line, 'en')).toHaveLength(1);
  });

  test.each([
    [`[${fact} an hour](https://aws.amazon.com/vpc/pricing/) and USD ${fact} a GB`],
    ['USD 170.92 a month, about USD 5,000 a year'],
    ['`USD 0.3 an hour`'],
    ['```text\nUSD 0.3 an hour\n```'],
    ['<!-- begin x -->\nUSD 0.3 an hour\n<!-- end x -->'],
    ['Measured on a Kubernetes 1.36 elsewhere, 1.35 to 1.38 times'],
    ['From 1.35 to 1.36, with Auto Mode'],
    ['[quotas](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html) of 2018'],
    ['In October 2023 it became 2030.'],
    ['limits, [as of November 2026](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)'],
    ['[10억 건부터, 1 TB](https://aws.amazon.com/athena/pricing/)'],
    ['it follows the limit since Go 1.25'],
  ])('is not found in %j', (line) => {
    expect(typed(line, 'en')).toEqual([]);
  });
});

test.each(factPages())('%s types no fact', (page) => {
  expect(typed(pages.get(page) ?? '', languageOf(page))).toEqual([]);
});
