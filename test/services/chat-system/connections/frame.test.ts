import type { Writable } from 'node:stream';
import fc from 'fast-check';
import * as ws from 'ws';
import { deliveryFrame, frameOf, textFrame } from '../../../../services/chat-system/connections/frame';
import { take, waitFor } from '../../../../services/chat-system/connections/rate';

/** The reader of `ws`, which its types leave out. */
const { Receiver } = ws as unknown as { readonly Receiver: new (options: object) => Writable };

/** What the reader of `ws` finds in the bytes, which may come in pieces. */
function read(frames: Buffer, size: number): readonly string[] {
  const found: string[] = [];
  const receiver = new Receiver({ isServer: false, maxPayload: 0 });
  receiver.on('message', (data: Buffer, isBinary: boolean) => found.push(isBinary ? 'binary' : String(data)));
  receiver.on('error', (error: Error) => found.push(String(error)));
  for (let from = 0; from < frames.length; from += size) receiver.write(frames.subarray(from, from + size));
  return found;
}

describe('a frame', () => {
  // Where the header grows.
  const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 70_000];

  test.each(lengths)('of %d bytes is read as it was written', (length) => {
    const text = 'a'.repeat(length);
    expect(read(textFrame(Buffer.from(text)), 16_384)).toEqual([text]);
    expect(frameOf(text).equals(textFrame(Buffer.from(text)))).toBe(true);
  });

  test('after frame is read, whatever the text', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 200 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 100 }), (written, size) => {
        expect(read(Buffer.concat(written.map(frameOf)), size)).toEqual(written);
      }),
    );
  });

  test('of a delivery is made once for all who get it', () => {
    const delivery = { room: 'direct:ann:bob', first: 1, last: 1, frame: Buffer.from('[]') };
    const again = { ...delivery, frame: Buffer.from('[1]') };
    expect(deliveryFrame(delivery)).toBe(deliveryFrame(delivery));
    expect(String(deliveryFrame(again).subarray(2))).toBe('[1]');
    expect(String(deliveryFrame(delivery).subarray(2))).toBe('[]');
  });
});

describe('a rate', () => {
  const rate = { burst: 3, interval: 100 };

  /** Times at which a token was taken, of those at which one was asked for. */
  function taken(asked: readonly number[]): readonly number[] {
    let fullAt = 0;
    return asked.filter((now) => {
      if (waitFor(fullAt, now, rate) > 0) return false;
      fullAt = take(fullAt, now, rate);
      return true;
    });
  }

  test('lets a burst pass, and then one each interval', () => {
    expect(taken([0, 0, 0, 0, 99, 100, 100, 199, 200, 1_000, 1_000, 1_000, 1_000])).toEqual([
      0, 0, 0, 100, 200, 1_000, 1_000, 1_000,
    ]);
  });

  test('never lets more pass in any span than the burst and what the span gives', () => {
    const times = fc.array(fc.nat(2_000), { minLength: 1, maxLength: 200 }).map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(times, (asked) => {
        const passed = taken(asked);
        for (const [from, start] of passed.entries()) {
          for (const [index, end] of passed.slice(from).entries()) {
            expect(index + 1).toBeLessThanOrEqual(rate.burst + (end - start) / rate.interval);
          }
        }
      }),
    );
  });

  test('says how long to wait, and not a millisecond too long', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 50 }), (pauses) => {
        let now = 0;
        let fullAt = 0;
        for (const pause of pauses) {
          now += pause;
          const wait = waitFor(fullAt, now, rate);
          if (wait > 0) expect(waitFor(fullAt, now + wait - 1, rate)).toBeGreaterThan(0);
          expect(waitFor(fullAt, now + wait, rate)).toBe(0);
          if (wait === 0) fullAt = take(fullAt, now, rate);
        }
      }),
    );
  });
});
