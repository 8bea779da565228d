import { setImmediate } from 'node:timers/promises';
import { JoinedReads } from '../../../services/chat-system/joined-reads';

/** Reads that are answered one after the other. */
function slowReads(keysMost = 100, readsMost = 1) {
  const asked: (readonly string[])[] = [];
  const waiting: ((error?: Error) => void)[] = [];
  const read = (keys: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    asked.push(keys);
    const values = new Map(keys.filter((key) => key !== 'none').map((key) => [key, `${key}${asked.length}`]));
    return new Promise((resolve, reject) => waiting.push((error) => (error ? reject(error) : resolve(values))));
  };
  const answerNext = async (error?: Error) => {
    waiting.shift()?.(error);
    await setImmediate();
    await setImmediate();
  };
  return { reads: new JoinedReads(read, keysMost, readsMost), asked, answerNext };
}

test('what is asked for in one turn is one read, in which each key is once', async () => {
  const { reads, asked, answerNext } = slowReads();
  const all = Promise.all(['a', 'b', 'a'].map((key) => reads.ask(key)));
  await setImmediate();
  await answerNext();
  expect(await all).toEqual(['a1', 'b1', 'a1']);
  expect(asked).toEqual([['a', 'b']]);
});

test('who asks during a read gets the next one, also for the same key', async () => {
  const { reads, asked, answerNext } = slowReads();
  const first = reads.ask('a');
  await setImmediate();
  const later = Promise.all([reads.ask('a'), reads.ask('b')]);
  await setImmediate();
  expect(asked).toEqual([['a']]);
  await answerNext();
  await answerNext();
  expect([await first, ...(await later)]).toEqual(['a1', 'a2', 'b2']);
});

test('no more keys are read together, and no more reads are under way, than may be', async () => {
  const { reads, asked, answerNext } = slowReads(2, 2);
  const all = Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => reads.ask(key)));
  await setImmediate();
  await setImmediate();
  expect(asked).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  await answerNext();
  await answerNext();
  await answerNext();
  expect((await all).at(-1)).toBe('e3');
});

test('a read that fails fails for who asked for it, and not for the next', async () => {
  const { reads, answerNext } = slowReads();
  const first = reads.ask('a').catch(String);
  await setImmediate();
  const second = reads.ask('a');
  await answerNext(new Error('away'));
  await answerNext();
  expect(await first).toBe('Error: away');
  expect(await second).toBe('a2');
});

test('what a read leaves out has no answer', async () => {
  const { reads, answerNext } = slowReads();
  const [there, none] = [reads.ask('a'), reads.ask('none').catch(String)];
  await setImmediate();
  await answerNext();
  expect([await there, await none]).toEqual(['a1', 'Error: no answer for none']);
});
