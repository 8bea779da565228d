import type { Delivery } from '../rooms/hub';

/** A final frame of text: FIN and opcode 1. */
const FINAL_TEXT = 0x81;

/**
 * A text frame of a server, which is not masked (RFC 6455, section 5.2). `ws` makes a header for each receiver and
 * writes it beside the payload; these bytes are made once for all of them, and one write a receiver is enough.
 *
 * @param payload UTF-8
 */
export function textFrame(payload: Uint8Array): Buffer {
  const frame = allocate(payload.length);
  frame.set(payload, frame.length - payload.length);
  return frame;
}

/** A text frame that one receiver gets. */
export function frameOf(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const frame = allocate(length);
  frame.write(text, frame.length - length);
  return frame;
}

let lastDelivery: Delivery | undefined;
let lastFrame: Buffer | undefined;

/** The frame of a delivery. It is handed to all subscribers of a room one after the other, so the last one is kept. */
export function deliveryFrame(delivery: Delivery): Buffer {
  if (lastDelivery === delivery && lastFrame) return lastFrame;
  lastDelivery = delivery;
  lastFrame = textFrame(delivery.frame);
  return lastFrame;
}

/** With a header of 2, 4 or 10 bytes. */
function allocate(length: number): Buffer {
  const frame = Buffer.allocUnsafe(length + (length < 126 ? 2 : length < 65_536 ? 4 : 10));
  frame[0] = FINAL_TEXT;
  if (length < 126) {
    frame[1] = length;
  } else if (length < 65_536) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeUInt32BE(Math.floor(length / 2 ** 32), 2);
    frame.writeUInt32BE(length % 2 ** 32, 6);
  }
  return frame;
}
