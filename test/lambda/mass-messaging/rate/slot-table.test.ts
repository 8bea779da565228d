import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SlotTable } from '../../../../lambda/mass-messaging/rate/slot-table';
import { lengthOf, type Request, reserveSlots } from '../../../../lambda/mass-messaging/rate/slots';
import { Local } from '../local';

let local: Local;
let counter = 0;
const pace = 1_000;
const table = () => {
  counter += 1;
  return new SlotTable(new DynamoDBClient(), 'rates', `provider ${counter}`, pace);
};

beforeAll(async () => {
  local = await Local.start();
});
afterAll(() => local.stop());

it('answers as the model, one reservation after the other', async () => {
  const slots = table();
  const requests: readonly Request[] = [
    { now: 1_000, count: 3, latest: 9_000 },
    { now: 1_500, count: 5, latest: 9_000 },
    { now: 2_000, count: 1, latest: 8_999 },
    { now: 2_000, count: 1, latest: 9_000 },
    { now: 20_000, count: 2, latest: 20_000 },
    { now: 22_000, count: 1, latest: 22_000 },
  ];
  let nextFree: number | undefined;
  for (const request of requests) {
    const model = reserveSlots(nextFree, request, pace);
    nextFree = model.nextFree;
    expect(await slots.reserve(request)).toEqual(model.answer);
  }
});

it('gives no slot twice to invocations at the same time', async () => {
  const slots = table();
  const counts = Array.from({ length: 60 }, (_, index) => (index % 7) + 1);
  const answers = await Promise.all(
    counts.map(async (count, index) => {
      const answer = await slots.reserve({ now: 1_000 + index, count, latest: 10_000_000 });
      if (answer.kind === 'starved') throw new Error('starved');
      return { first: answer.first, end: answer.first + lengthOf(count, pace) };
    }),
  );
  const sorted = answers.sort((one, other) => one.first - other.first);
  sorted.slice(1).forEach(({ first }, index) => {
    expect(first).toBeGreaterThanOrEqual(sorted[index]?.end ?? 0);
  });
});
