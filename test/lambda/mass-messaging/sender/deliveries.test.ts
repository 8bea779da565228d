import type { KinesisStreamEvent, SQSEvent } from 'aws-lambda';
import fc from 'fast-check';
import { answerOf, deliveriesOf, readDeliveries } from '../../../../lambda/mass-messaging/sender/deliveries';
import { recordOf } from '../local';

const fromQueue = (bodies: readonly string[]) =>
  ({ Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })) }) as unknown as SQSEvent;
const fromStream = (bodies: readonly string[]) =>
  ({
    Records: bodies.map((body, index) => ({
      kinesis: { sequenceNumber: `m${index}`, data: Buffer.from(body).toString('base64') },
    })),
  }) as unknown as KinesisStreamEvent;

const body = (ids: readonly string[], redrive = 0) => JSON.stringify({ ...recordOf('c', ids), redrive });

test('both transports deliver the same', () => {
  const bodies = [body(['a']), body(['안녕'])];
  expect(deliveriesOf(fromStream(bodies))).toEqual(deliveriesOf(fromQueue(bodies)));
  expect(deliveriesOf(fromQueue(bodies)).map(({ id }) => id)).toEqual(['m0', 'm1']);
});

describe('readDeliveries', () => {
  it('tells poison from records', () => {
    const { delivered, poison } = readDeliveries(deliveriesOf(fromQueue([body(['a']), '{', body(['b'])])));
    expect(delivered.map(({ deliveryIds }) => deliveryIds)).toEqual([['m0'], ['m2']]);
    expect(poison).toEqual([{ deliveryIds: ['m1'], reason: expect.stringContaining('not JSON') }]);
  });

  it('takes copies of a record together, and the one that was redriven most often', () => {
    const bodies = [body(['a']), body(['a'], 2), body(['a'], 1), body(['b'])];
    const { delivered } = readDeliveries(deliveriesOf(fromQueue(bodies)));
    expect(delivered.map(({ record, deliveryIds }) => [record.redrive, deliveryIds])).toEqual([
      [2, ['m0', 'm1', 'm2']],
      [0, ['m3']],
    ]);
  });
});

describe('answerOf', () => {
  const bodies = ['', '', '', ''];
  const failedOf = fc.uniqueArray(fc.constantFrom('m0', 'm1', 'm2', 'm3'));

  it('tells a queue every message that failed, and only those', () => {
    fc.assert(
      fc.property(failedOf, (failed) => {
        const { batchItemFailures } = answerOf(fromQueue(bodies), new Set(failed));
        expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual([...failed].sort());
      }),
    );
  });

  it('tells a stream the first that failed', () => {
    fc.assert(
      fc.property(failedOf, (failed) => {
        const { batchItemFailures } = answerOf(fromStream(bodies), new Set(failed));
        expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([...failed].sort().slice(0, 1));
      }),
    );
  });
});
