import { newEntry } from '../../../../lambda/mass-messaging/ledger/entry';
import { type CommitPorts, Committer } from '../../../../lambda/mass-messaging/sender/committer';
import { Work } from '../../../../lambda/mass-messaging/sender/work';
import { recordOf } from '../local';

let effects: string[];
const logger = { error: jest.fn() };

/** Ports that note what they do; the one with this name fails. */
const portsOf = (failing?: string): CommitPorts => {
  const note = async (name: string, what: string) => {
    if (name === failing) throw new Error(`no ${name}`);
    effects.push(`${name} ${what}`);
  };
  return {
    putResults: (lines) => note('results', lines.map(({ recipient }) => recipient).join()),
    sendLater: (messages) => note('later', messages.map(({ record }) => record.campaignId).join()),
    sendDeadLetters: (messages) => note('dead letters', messages.map(({ record }) => record.campaignId).join()),
    writeLedger: (record) => note('ledger', record.campaignId),
    closeLedger: (records) => note('closed', records.map(([{ campaignId }]) => campaignId).join()),
    logger,
  };
};

const workOf = (campaign: string): Work => {
  const record = recordOf(campaign, ['a', 'b']);
  return new Work({ record, deliveryIds: [`${campaign} 1`, `${campaign} 2`] }, newEntry(record));
};
/** One delivered, one given up. */
const givenUp = (campaign: string): Work => {
  const work = workOf(campaign);
  work.end(0, 'delivered', 1);
  work.leave(1, 5);
  return work;
};
const delivered = (campaign: string): Work => {
  const work = workOf(campaign);
  work.end(0, 'delivered', 1);
  work.end(1, 'delivered', 1);
  return work;
};
const run = async (ports: CommitPorts, ...works: readonly Work[]) => {
  const committer = new Committer(ports, 1);
  for (const work of works) committer.add(work);
  await committer.finish();
  return committer;
};

beforeEach(() => {
  effects = [];
});

it('has its effects in one order, the ledger last', async () => {
  const held = workOf('held');
  held.end(0, 'delivered', 1);
  held.hold(Date.now());
  const { failed } = await run(portsOf(), held, givenUp('given'));
  expect(effects).toEqual(['results a,a,b', 'later held', 'dead letters given', 'ledger held', 'ledger given']);
  expect(failed.size).toBe(0);
});

it('has no effects that nobody needs', async () => {
  await run(portsOf(), delivered('quiet'));
  expect(effects).toEqual(['results a,b', 'ledger quiet']);
});

it('closes records together of which everybody was delivered to, and the others one by one', async () => {
  const { failed } = await run(portsOf(), delivered('one'), givenUp('two'), delivered('three'));
  expect(effects).toEqual(['results a,b,a,b,a,b', 'dead letters two', 'closed one,three', 'ledger two']);
  expect(failed.size).toBe(0);
});

it('lets every record that was to be closed come again when that fails, and no other', async () => {
  const { failed } = await run(portsOf('closed'), delivered('one'), givenUp('two'), delivered('three'));
  expect([...failed]).toEqual(['one 1', 'one 2', 'three 1', 'three 2']);
});

it('closes no more at once than a call of DynamoDB takes', async () => {
  await run(portsOf(), ...Array.from({ length: 60 }, (_, n) => delivered(`c${n}`)));
  const closed = effects.filter((effect) => effect.startsWith('closed'));
  expect(closed.map((effect) => effect.split(',').length)).toEqual([25, 25, 10]);
});

test.each([
  ['results', []],
  ['dead letters', ['results a,b']],
])('when %s cannot be written, nothing follows and everything comes again', async (failing, before) => {
  const { failed } = await run(portsOf(failing), givenUp('one'));
  expect(effects).toEqual(before);
  expect([...failed]).toEqual(['one 1', 'one 2']);
});

it('lets a record whose ledger cannot be written come again, and no other', async () => {
  const ports = portsOf();
  const writeLedger: CommitPorts['writeLedger'] = (record, before, now) =>
    record.campaignId === 'bad' ? Promise.reject(new Error('conflict')) : ports.writeLedger(record, before, now);
  const committer = await run({ ...ports, writeLedger }, givenUp('bad'), givenUp('good'));
  expect([...committer.failed]).toEqual(['bad 1', 'bad 2']);
  expect([committer.outcomeCount('delivered'), committer.outcomeCount('dead-lettered')]).toEqual([1, 1]);
});

describe('records that end at about the same time', () => {
  const results = () => effects.filter((effect) => effect.startsWith('results'));

  beforeEach(() => jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] }));
  afterEach(() => jest.useRealTimers());

  it('share a commit', async () => {
    const committer = new Committer(portsOf(), 1);
    committer.add(givenUp('one'));
    await jest.advanceTimersByTimeAsync(199);
    committer.add(givenUp('two'));
    expect(results()).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(results()).toEqual(['results a,b,a,b']);
    committer.add(givenUp('three'));
    await committer.finish();
    expect(results()).toEqual(['results a,b,a,b', 'results a,b']);
  });

  it('wait for no more when there are enough', async () => {
    const committer = new Committer(portsOf(), 1);
    for (let n = 0; n < 500; n += 1) committer.add(givenUp(`c${n}`));
    await jest.advanceTimersByTimeAsync(0);
    expect(results()).toHaveLength(1);
  });
});
