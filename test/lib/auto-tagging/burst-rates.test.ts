import { burst } from '../../../lib/auto-tagging/proofs/burst';
import { burstRates } from '../../../lib/auto-tagging/proofs/burst-rates';
import type { RecordedCall } from '../../../lib/local/aws/local-aws';

const START = 1_000_000;
const call = (seconds: number, arns: number, result = 'ok', operation = 'TagResources') =>
  ({
    operation,
    result,
    time: START + seconds * 1_000,
    input: { ResourceARNList: Array.from({ length: arns }, () => 'arn') },
  }) as unknown as RecordedCall;

test('a burst is counted span by span, until its last call', () => {
  const creations = burst(30, 2, START, 15_000);
  const calls = [
    call(3, 20),
    call(12, 10),
    call(19.9, 5),
    call(20, 1, 'ThrottlingException'),
    call(40, 9, 'ok', 'GetTags'),
  ];
  expect(burstRates(creations, calls, START)).toEqual({
    secondsPerPoint: 10,
    created: [2, 1, 0],
    tagged: [2, 1.5, 0],
    calls: [0.1, 0.2, 0],
    failedCalls: [0, 0, 0.1],
  });
});
