import { SharedRead } from '../../../../services/chat-system/rooms/shared-read';

test('who asks during a read gets the next one, with everyone who asks meanwhile', async () => {
  let value = 'old';
  const waiting: (() => void)[] = [];
  const read = jest.fn(async () => {
    const seen = value;
    await new Promise<void>((resolve) => waiting.push(resolve));
    return seen;
  });
  const shared = new SharedRead(read);
  const first = shared.ask();
  value = 'new';
  const later = [shared.ask(), shared.ask()];
  waiting.shift()?.();
  expect(await first).toBe('old');
  await new Promise((resolve) => setImmediate(resolve));
  waiting.shift()?.();
  expect(await Promise.all(later)).toEqual(['new', 'new']);
  expect(read).toHaveBeenCalledTimes(2);
});

test('a read that fails fails for who asked for it, and not for the next', async () => {
  const read = jest.fn<Promise<string>, []>().mockRejectedValueOnce(new Error('away')).mockResolvedValue('there');
  const shared = new SharedRead(read);
  const [first, second] = [shared.ask(), shared.ask()];
  await expect(first).rejects.toThrow('away');
  await expect(second).resolves.toBe('there');
});
