import { findProblem, type LocalSlack, startLocalSlack } from '../../../lib/local/slack';
import { VirtualClock } from '../../../lib/local/virtual-clock';

let slack: LocalSlack;
let clock: VirtualClock;
beforeEach(async () => {
  clock = new VirtualClock(0);
  slack = await startLocalSlack({ clock, burst: 1 });
});
afterEach(() => slack.stop());

async function post(body: unknown): Promise<[number, string, string | null]> {
  const answer = await fetch(`${slack.url}/services/T/B/x`, { method: 'POST', body: JSON.stringify(body) });
  return [answer.status, await answer.text(), answer.headers.get('retry-after')];
}

async function pass(milliseconds: number): Promise<void> {
  const end = clock.now() + milliseconds;
  clock.setTimeout(() => {}, milliseconds);
  await clock.run(() => clock.now() >= end);
}

describe('startLocalSlack', () => {
  test('takes one message a second beyond the burst', async () => {
    const send = () => post({ text: 'hello' });
    expect([await send(), await send(), await send()]).toEqual([
      [200, 'ok', null],
      [200, 'ok', null],
      [429, 'rate_limited', '1'],
    ]);
    await pass(1000);
    expect(await send()).toEqual([200, 'ok', null]);
    expect(slack.messages.map(({ time, path }) => [time, path])).toEqual(
      [0, 0, 1000].map((at) => [at, '/services/T/B/x']),
    );
    expect(slack.refused).toEqual([{ time: 0, status: 429, reason: 'rate_limited' }]);
  });

  test('is out for a while', async () => {
    slack.outages.push({ from: 0, until: 1000, status: 503 }, { from: 1000, until: 2000, status: 0 });
    expect(await post({ text: 'a' })).toEqual([503, 'service_unavailable', null]);
    await pass(1000);
    await expect(post({ text: 'a' })).rejects.toThrow('fetch failed');
    await pass(1000);
    expect(await post({ text: 'a' })).toEqual([200, 'ok', null]);
  });

  test('refuses what is not JSON', async () => {
    const answer = await fetch(slack.url, { method: 'POST', body: '{' });
    expect([answer.status, await answer.text()]).toEqual([400, 'invalid_payload']);
  });
});

describe('findProblem', () => {
  const text = (length: number, type = 'mrkdwn') => ({ type, text: 'x'.repeat(length) });
  const divider = { type: 'divider' };
  test.each<[string, object, string | undefined]>([
    ['nothing', {}, 'no_text'],
    ['text', { text: 'a' }, undefined],
    ['50 blocks', { blocks: Array.from({ length: 50 }, () => divider) }, undefined],
    ['51 blocks', { blocks: Array.from({ length: 51 }, () => divider) }, 'invalid_blocks'],
    ['section of 3,000', { blocks: [{ type: 'section', text: text(3000) }] }, undefined],
    ['section of 3,001', { blocks: [{ type: 'section', text: text(3001) }] }, 'invalid_blocks'],
    ['empty section', { blocks: [{ type: 'section', text: text(0) }] }, 'invalid_blocks'],
    ['section without text', { blocks: [{ type: 'section' }] }, 'invalid_blocks'],
    ['field of 2,001', { blocks: [{ type: 'section', fields: [text(2001)] }] }, 'invalid_blocks'],
    ['header of 150', { blocks: [{ type: 'header', text: text(150, 'plain_text') }] }, undefined],
    ['header of 151', { blocks: [{ type: 'header', text: text(151, 'plain_text') }] }, 'invalid_blocks'],
    ['header in mrkdwn', { blocks: [{ type: 'header', text: text(1) }] }, 'invalid_blocks'],
    ['context', { blocks: [{ type: 'context', elements: [text(1)] }] }, undefined],
    ['context of 11', { blocks: [{ type: 'context', elements: Array(11).fill(text(1)) }] }, 'invalid_blocks'],
    ['unknown block', { blocks: [{ type: 'paragraph' }] }, 'invalid_blocks'],
  ])('%s', (_name, body, expected) => {
    expect(findProblem(body)).toBe(expected);
  });
});
