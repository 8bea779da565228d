import { limits } from '../protocol/limits';
import type { Batch } from './batch';
import type { Delivery } from './hub';

/** Batches as frames of at most `limits.batchMessages`, each made once for everyone who gets it. */
export function framesOf(room: string, batches: readonly Batch[]): Delivery[] {
  const frames: Delivery[] = [];
  let texts: string[] = [];
  let first = 0;
  let last = 0;
  const end = () => {
    const text = `[{"type":"messages","room":${JSON.stringify(room)},"messages":[${texts.join()}]}]`;
    frames.push({ room, first, last, frame: Buffer.from(text) });
    texts = [];
  };
  for (const batch of batches) {
    if (texts.length > 0 && batch.last - first >= limits.batchMessages) end();
    if (texts.length === 0) first = batch.first;
    texts.push(batch.text);
    last = batch.last;
  }
  if (texts.length > 0) end();
  return frames;
}

/** Messages as batches that each fit a frame. */
export function inFrames<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / limits.batchMessages);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * limits.batchMessages, (index + 1) * limits.batchMessages),
  );
}
