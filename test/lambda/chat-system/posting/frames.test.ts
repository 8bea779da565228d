import fc from 'fast-check';
import { FRAME_BYTES, framesOf, messagesEvents } from '../../../../lambda/chat-system/posting/frames';
import type { Event } from '../../../../services/chat-system/protocol/events';
import type { Message } from '../../../../services/chat-system/protocol/messages';

const room = 'direct:alice:bob';
const messageOf = (seq: number, text: string): Message => ({ room, seq, id: `${seq}`, from: 'alice', at: 0, text });
const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 4_000 }), { maxLength: 250, size: 'max' });

test('messages become frames below the limit, in order, each of them once', () => {
  fc.assert(
    fc.property(texts, (all) => {
      const messages = all.map((text, index) => messageOf(index + 1, text));
      const frames = framesOf(messagesEvents(room, messages));
      for (const frame of frames) expect(Buffer.byteLength(frame)).toBeLessThanOrEqual(FRAME_BYTES);
      const events = frames.flatMap((frame) => JSON.parse(frame) as Event[]);
      const lists = events.map((event) => (event.type === 'messages' ? event.messages : []));
      expect(lists.flat()).toEqual(messages);
      for (const list of lists) expect(list.length).toBeLessThanOrEqual(100);
    }),
    { numRuns: 30 },
  );
});

test('small events share a frame', () => {
  const pong: Event = { type: 'pong', at: 1 };
  expect(framesOf([pong, pong])).toEqual([JSON.stringify([pong, pong])]);
  expect(framesOf([])).toEqual([]);
});

test('an event that is too large for a frame is one by itself', () => {
  const members = Array.from({ length: 1_000 }, (_, index) => `${index}`.padStart(64, 'u'));
  const event: Event = { type: 'room', room: 'group:1', members };
  const frames = framesOf([{ type: 'pong', at: 1 }, event, { type: 'pong', at: 2 }]);
  expect(frames).toHaveLength(3);
  expect(JSON.parse(frames[1] ?? '')).toEqual([event]);
});
