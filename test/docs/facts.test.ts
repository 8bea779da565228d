import fc from 'fast-check';
import { MAX_BLOCKS, MAX_SECTION_LENGTH } from '../../lambda/auto-tagging/notification/split';
import { ARNS_PER_CALL } from '../../lambda/auto-tagging/tagging/plan';
import { FRAME_BYTES } from '../../lambda/chat-system/posting/frames';
import { LONGEST_DELAY } from '../../lambda/mass-messaging/transport/send-messages';
import { standardSupportEnds } from '../../lib/constructs/kubernetes-version';
import { readPriceList } from '../../lib/cost';
import {
  type Facts,
  factsIn,
  fillFacts,
  UnknownFactError,
  UnpairedFactError,
  withoutFactComments,
} from '../../lib/docs/fact-comments';
import { factPages, languageOf } from '../../lib/docs/fact-pages';
import { FactPriceError, readFacts } from '../../lib/docs/facts';
import { RESERVED_ADDRESSES } from '../../lib/landing-zone/cidr-plan';
import { limits } from '../../lib/mass-messaging/capacity';
import { ASSUMPTIONS } from '../../lib/zero-downtime-eks/lab/assumptions';
import { pages } from './markdown';
import { sources } from './sources';

const stated = (value: string): Facts[string] => ({ value, what: '', source: '', checked: '' });
const facts: Facts = { one: stated('1'), 'the-day': stated('2026-12-02'), 'the-month': stated('2026-03') };
const marked = (id: string, value: string): string => `<!-- fact ${id} -->${value}<!-- end fact -->`;

describe('fillFacts', () => {
  test.each([
    ['a sentence', 'It costs USD @ a month.'],
    ['a cell and a link', '| a | [@ a second](https://a) | `b` |'],
    ['a list', '- **@** of them\n- @ more'],
    ['text between code', '`a` @ `b` and ``c ` d`` @'],
  ])('fills %s', (_, text) => {
    const page = (value: string): string => text.replaceAll('@', marked('one', value));
    expect(fillFacts(page('old'), facts)).toBe(page('1'));
    expect(fillFacts(page(''), facts)).toBe(page('1'));
  });

  test.each([
    ['en', '2 December 2026', 'March 2026'],
    ['ko', '2026년 12월 2일', '2026년 3월'],
  ] as const)('writes dates in the language %s', (language, day, month) => {
    const page = (first: string, second: string): string =>
      `${marked('the-day', first)} ${marked('the-month', second)}`;
    expect(fillFacts(page('', ''), facts, language)).toBe(page(day, month));
  });

  test.each([
    ['a block of code', `\`\`\`text\n${marked('none', '')}\n\`\`\`\n`],
    ['a longer fence', `~~~~\n~~~\n${marked('none', '')}\n~~~~\n`],
    ['a block of code without an end', `\`\`\`\n${marked('none', '')}`],
    ['inline code', `\`${marked('none', '')}\` and \`\`a \` ${marked('none', '')}\`\``],
  ])('leaves %s alone', (_, page) => {
    expect(fillFacts(page, facts)).toBe(page);
    expect(factsIn(page)).toEqual([]);
    expect(withoutFactComments(page)).toBe(page);
  });

  test.each([
    ['an unknown fact', marked('none', '1'), UnknownFactError],
    ['a name of every object', marked('constructor', '1'), UnknownFactError],
    ['a beginning alone', 'a <!-- fact one -->1 b', UnpairedFactError],
    ['an end alone', 'a 1<!-- end fact -->', UnpairedFactError],
    ['an end in the next line', '<!-- fact one -->1\n<!-- end fact -->', UnpairedFactError],
    ['a fact in a fact', `<!-- fact one -->${marked('one', '1')}<!-- end fact -->`, UnpairedFactError],
    ['a name that is none', '<!-- fact one two -->1<!-- end fact -->', UnpairedFactError],
  ])('throws on %s', (_, page, error) => {
    expect(() => fillFacts(page, facts)).toThrow(error);
  });

  const id = fc.constantFrom(...Object.keys(facts));
  const text = fc.stringMatching(/^[^<`~]*$/);

  test('changes the values of facts and nothing else, once and for all', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, id, fc.stringMatching(/^[^<`~\r\n]*$/))), text, (parts, end) => {
        const page = (value: (id: string, old: string) => string): string =>
          parts.map(([before, one, old]) => `${before}${value(one, old)}`).join('') + end;
        const filled = fillFacts(page(marked), facts);
        expect(withoutFactComments(filled)).toBe(page((one) => withoutFactComments(fillFacts(marked(one, ''), facts))));
        expect(factsIn(filled)).toEqual(parts.map(([, one]) => one));
        expect(fillFacts(filled, facts)).toBe(filled);
      }),
    );
  });

  test('either fills a page or throws an error of its own', () => {
    const pieces = [
      '<!-- fact one -->',
      '<!-- end fact -->',
      '<!-- fact none -->',
      '`',
      '```',
      '~~~',
      '\n',
      '|',
      '1',
      '<!--',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces)), (parts) => {
        const page = parts.join('');
        try {
          const filled = fillFacts(page, facts);
          expect(fillFacts(filled, facts)).toBe(filled);
        } catch (error) {
          if (!(error instanceof UnknownFactError || error instanceof UnpairedFactError)) throw error;
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('readFacts', () => {
  const prices = readPriceList();
  const hour = { resourceType: 'AWS::EC2::NatGateway', unit: 'hour' };
  const read = (of: readonly { resourceType: string; unit: string }[], units?: number): Facts =>
    readFacts({ facts: { price: { what: 'x', prices: of, ...(units === undefined ? {} : { units }) } } }, prices);

  test('takes a price with its source, day and doubt from cost.json', () => {
    const listed = prices.prices.find(({ resourceType }) => resourceType === hour.resourceType);
    expect(read([hour]).price).toEqual({
      value: String(listed?.price),
      what: 'x',
      source: listed?.source,
      checked: prices.date,
      note: listed?.note,
    });
  });

  test.each([
    [[hour], 100, '4.50'],
    [[hour, hour], 730, '65.70'],
    [[{ resourceType: 'AWS::KMS::Key', unit: 'key' }], undefined, '1'],
    [[{ resourceType: 'AWS::SecretsManager::Secret', unit: 'secret' }], undefined, '0.40'],
  ])('writes %j times %s as %s', (of, units, value) => {
    expect(read(of, units).price?.value).toBe(value);
  });

  test.each([
    ['no price', []],
    ['a price that is not there', [{ ...hour, unit: 'day' }]],
  ])('throws on a fact of %s', (_, of) => {
    expect(() => read(of)).toThrow(FactPriceError);
  });

  test('throws where the price is not one amount', () => {
    const [first] = prices.prices;
    const list = { ...prices, prices: first === undefined ? [] : [first, { ...first, price: first.price + 1 }] };
    const file = { facts: { price: { what: 'x', prices: first === undefined ? [] : [first] } } };
    expect(() => readFacts(file, list)).toThrow(FactPriceError);
  });
});

const known = readFacts();

describe('docs/facts.json', () => {
  test.each(Object.entries(known))(
    '%s has a name, a value, a source and a day',
    (id, { value, what, source, checked }) => {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(value).toMatch(/\S/);
      expect(what).toMatch(/^[A-Z].+\.$/);
      expect(new URL(source).protocol).toBe('https:');
      expect(sources).toContain(new URL(source).host);
      expect(new Date(checked).toISOString()).toBe(`${checked}T00:00:00.000Z`);
    },
  );

  test('has no fact that no page states', () => {
    const used = new Set([...pages].flatMap(([, markdown]) => factsIn(markdown)));
    expect(Object.keys(known).filter((id) => !used.has(id))).toEqual([]);
  });

  // What both state, the code decides about: it is what runs.
  const value = (id: string): string | undefined => known[id]?.value;
  const number = (id: string): number => Number(value(id)?.replaceAll(',', ''));

  test.each(Object.entries(standardSupportEnds))(
    'ends the support of Kubernetes %s when the code does',
    (version, end) => {
      expect([end, undefined]).toContain(value(`eks-${version.replace('.', '-')}-standard-support-ends`));
    },
  );

  test('ends the support of no version that the code does not know', () => {
    const versions = Object.keys(known).flatMap(
      (id) => /^eks-(\d+)-(\d+)-standard-support-ends$/.exec(id)?.slice(1).join('.') ?? [],
    );
    expect(versions).not.toEqual([]);
    expect(versions.filter((version) => standardSupportEnds[version] === undefined)).toEqual([]);
  });

  test.each([
    ['tag-resources-arns', ARNS_PER_CALL],
    ['slack-message-blocks', MAX_BLOCKS],
    ['slack-section-characters', MAX_SECTION_LENGTH],
    ['sqs-delay-max-minutes', LONGEST_DELAY / 60],
    ['spot-notice-minutes', ASSUMPTIONS.spotNoticeSeconds / 60],
    ['subnet-reserved-addresses', RESERVED_ADDRESSES],
    ['kinesis-shard-records-per-second', limits.recordsPerShard],
    ['lambda-kinesis-parallelization-factor-most', limits.parallelizationFactor],
    ['lambda-kinesis-batch-most', limits.batchSize],
    ['lambda-concurrency', limits.concurrency],
    ['lambda-sqs-concurrency-least', limits.leastConcurrency],
    ['dynamodb-partition-writes-per-second', limits.updatesPerItem],
  ])('states %s as the code does', (id, inCode) => {
    expect(number(id)).toBe(inCode);
  });

  test('states sizes as the code does', () => {
    expect(value('api-gateway-websocket-frame')).toBe(`${FRAME_BYTES / 1024} KB`);
    expect(value('lambda-invoke-payload-limit')).toBe(`${limits.payload / 1024 ** 2} MB`);
    expect(value('kinesis-shard-in-per-second')).toBe(`${limits.bytesPerShard / 1024 ** 2} MB`);
  });

  test('has a month of extended support for 730 hours of it', () => {
    expect(number('eks-extended-support-month')).toBeCloseTo(number('eks-extended-support-hour') * 730, 2);
  });
});

describe.each(factPages())('%s', (page) => {
  const markdown = pages.get(page) ?? '';

  test('states facts as npm run docs:render writes them', () => {
    expect(fillFacts(markdown, known, languageOf(page))).toBe(markdown);
  });
});

describe('the Korean pages', () => {
  const pairs = factPages().flatMap((page) =>
    languageOf(page) === 'ko' ? [[page, page.replace('docs/ko/', 'docs/')]] : [],
  );

  test.each(pairs)('%s states the facts of %s in the same sections', (korean = '', english = '') => {
    const sections = (page: string): readonly (readonly string[])[] =>
      (pages.get(page) ?? '').split(/^## /m).map((section) => [...factsIn(section)].sort());
    expect(sections(korean)).toEqual(sections(english));
  });
});
