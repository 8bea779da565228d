import fc from 'fast-check';
import { type Digest, digestsByOwner } from '../../../../lambda/auto-tagging/notification/digest';
import { type Alert, alertKinds } from '../../../../lambda/auto-tagging/notification/parse';
import { split } from '../../../../lambda/auto-tagging/notification/split';
import { alertOf, textsOf } from './alerts';

const counter = () => {
  let count = 0;
  return () => `digest-${++count}`;
};
const digestOf = (alerts: readonly Alert[], owner = 'ada'): Digest => ({ owner, alerts, interrupted: [] });
const many = (count: number, more: Partial<Alert> = {}) =>
  Array.from({ length: count }, (_, index) => alertOf(`queue-${String(index).padStart(5, '0')}`, more));

describe('split', () => {
  it('tells counts, name, place, tags, reason, event and tool', () => {
    const alerts = [...many(3), alertOf('locked', { kind: 'refused', reason: 'AccessDenied', tags: {} })];
    const [message, ...others] = split(digestOf(alerts), counter());
    expect(others).toEqual([]);
    const texts = textsOf(message?.payload);
    expect(message?.payload.text).toBe('Auto-tagging: 3 tagged, 1 refused · ada');
    expect(message?.payload.blocks[0]).toEqual({
      type: 'header',
      text: { type: 'plain_text', text: 'Auto-tagging: 3 tagged, 1 refused', emoji: false },
    });
    const all = texts.join('\n');
    for (const expected of [
      'Owner: *ada*',
      '*Tagged* (3)',
      '<https://console.aws.amazon.com/go/view?arn=arn%3Aaws%3Asqs%3Aeu-west-1%3A111122223333%3Aqueue-00000|queue-00000>',
      'sqs:queue · eu-west-1 / 111122223333',
      'added (1): Owner = ada',
      'why: Owner was missing · CreateQueue · Terraform',
      '*Refused* (1)',
      'why: AccessDenied',
      'digest digest-1',
    ]) {
      expect(all).toContain(expected);
    }
  });

  it('makes no links or mentions of its own out of a text', () => {
    const [message] = split(digestOf(many(1)), counter());
    for (const block of message?.payload.blocks ?? []) {
      if (block.type === 'section') expect(block.text).toMatchObject({ type: 'mrkdwn', verbatim: true });
    }
    expect(message?.payload).toMatchObject({ link_names: false, unfurl_links: false, unfurl_media: false });
  });

  it('links the runbook of an alarm', () => {
    const alert = alertOf('DeadLetters', { kind: 'alarm', owner: '', description: 'https://example.com/runbook#x' });
    const [message] = split(digestOf([alert], ''), counter());
    const all = textsOf(message?.payload).join('\n');
    expect(all).toContain('<https://example.com/runbook#x|runbook>');
    expect(all).not.toContain('Owner:');
    const [other] = split(digestOf([{ ...alert, description: 'docs/runbook.md#x' }], ''), counter());
    expect(textsOf(other?.payload).join('\n')).toContain('docs/runbook.md#x');
  });

  it('lists by name what nobody would read in full, and leaves nothing out', () => {
    const alerts = many(3000);
    const messages = split(digestOf(alerts), counter());
    const all = messages.flatMap(({ payload }) => textsOf(payload)).join('\n');
    const listed = all.match(/(?<=[|: ])queue-\d{5}(?=[>,\n]|$)/gu) ?? [];
    expect(listed.toSorted()).toEqual(alerts.map(({ resourceName }) => resourceName));
    expect(messages.length).toBeLessThan(10);
    expect(messages.at(-1)?.payload.text).toContain(`part ${messages.length} of ${messages.length}`);
    expect(all).toContain('*Tagged* (3000), continued');
  });

  it('tells of an interrupted message in one line', () => {
    const torn = { id: 'abc', size: 12, alerts: many(2) };
    const [digest] = digestsByOwner([], [torn]);
    const [message] = split(digest ?? digestOf([]), counter());
    expect(message).toMatchObject({ owner: 'ada', alerts: [], interrupted: [torn] });
    const all = textsOf(message?.payload).join('\n');
    expect(all).toContain(
      'Delivery of an earlier digest (12 resources of ada, digest abc) was interrupted; it may stand above. Look for its id in the logs.',
    );
    expect(all).not.toContain('queue-');
  });

  it('keeps the limits and forges nothing, whatever the values are', () => {
    const nasty = fc.oneof(
      fc.string({ maxLength: 400, unit: 'binary' }),
      fc.constantFrom(
        '<!channel>',
        '<@U1>',
        '|x>',
        '&'.repeat(5000),
        '"'.repeat(2000),
        '<https://evil.example|AWS>',
        '',
      ),
      fc.string({ unit: fc.constantFrom('<', '>', '!', '@', '|', 'h', '\n', '\u202e'), maxLength: 60 }),
    );
    const alert = fc.record({
      kind: fc.constantFrom(...alertKinds),
      id: fc.uuid(),
      arn: fc.oneof(
        nasty,
        nasty.map((value) => `arn:aws:s3:::${value}`),
      ),
      resourceType: nasty,
      resourceName: nasty,
      accountId: nasty,
      region: nasty,
      owner: nasty,
      tool: nasty,
      eventName: nasty,
      tags: fc.dictionary(nasty, nasty, { maxKeys: 3 }),
      reason: nasty,
      description: nasty.map((value) => `https://example.com/runbook#${value}`),
    });
    fc.assert(
      fc.property(fc.array(alert, { minLength: 1, maxLength: 40 }), (alerts) => {
        const messages = digestsByOwner(alerts, []).flatMap((digest) => split(digest, counter()));
        const told = messages.flatMap((message) => message.alerts.map(({ id }) => id));
        expect(told.toSorted()).toEqual(alerts.map(({ id }) => id).toSorted());
        for (const { payload } of messages) {
          expect(payload.blocks.length).toBeLessThanOrEqual(50);
          expect(JSON.stringify(payload).length).toBeLessThanOrEqual(13_200);
          for (const text of textsOf(payload)) {
            expect(text.length).toBeLessThanOrEqual(3000);
            const links = text.match(/<[^<>|]*\|[^<>|]*>/gu) ?? [];
            for (const one of links) {
              expect(one).toMatch(/^<https:\/\/(console\.aws\.amazon\.com\/go\/view\?arn=|example\.com\/runbook#)/u);
            }
            expect(links.reduce((rest, one) => rest.replace(one, ''), text)).not.toMatch(/[<>]/u);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('digestsByOwner', () => {
  it('makes one digest an owner', () => {
    const alerts = [alertOf('a'), alertOf('b', { owner: 'bob' }), alertOf('c')];
    expect(digestsByOwner(alerts, []).map(({ owner, alerts: of }) => [owner, of.length])).toEqual([
      ['ada', 2],
      ['bob', 1],
    ]);
  });
});
