import { limits } from '../protocol/limits';
import type { Message } from '../protocol/messages';
import { Batch } from './batch';
import type { Delivery } from './hub';

/** UTF-16 code units of JSON after which a frame ends, so that it is small against what may wait for a slow client. */
const FRAME_LENGTH = 64 * 1024;

/** Batches as frames of at most `limits.batchMessages`, each made once for everyone who gets it. */
export function framesOf(room: string, batches: readonly Batch[]): Delivery[] {
  const frames: Delivery[] = [];
  let texts: string[] = [];
  let length = 0;
  let first = 0;
  let last = 0;
  const end = () => {
    const text = `[{"type":"messages","room":${JSON.stringify(room)},"messages":[${texts.join()}]}]`;
    frames.push({ room, first, last, frame: Buffer.from(text) });
    texts = [];
    length = 0;
  };
  for (const batch of batches) {
    const full = batch.last - first >= limits.batchMessages || length + batch.text.length > FRAME_LENGTH;
    if (texts.length > 0 && full) end();
    if (texts.length === 0) first = batch.first;
    texts.push(batch.text);
    length += batch.text.length;
    last = batch.last;
  }
  if (texts.length > 0) end();
  return frames;
}

/** Consecutive messages as batches that are as large as one that was stored. */
export function batchesOf(messages: readonly Message[]): Batch[] {
  const batches: Batch[] = [];
  let part: Message[] = [];
  let length = 0;
  for (const message of messages) {
    const own = JSON.stringify(message).length;
    if (part.length === limits.batchMessages || (part.length > 0 && length + own > limits.batchBytes)) {
      batches.push(Batch.of(part));
      part = [];
      length = 0;
    }
    part.push(message);
    length += own;
  }
  return part.length > 0 ? [...batches, Batch.of(part)] : batches;
}
