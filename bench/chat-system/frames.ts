const TEXT = 0x81;
const MASKED = 0x80;
const MASK_BYTES = 4;

/** The opening handshake of a client, as text. */
export function handshakeOf(path: string, protocols: readonly string[]): string {
  const offered = protocols.length === 0 ? '' : `Sec-WebSocket-Protocol: ${protocols.join(', ')}\r\n`;
  return (
    `GET ${path} HTTP/1.1\r\nHost: chat\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${offered}\r\n`
  );
}

/**
 * A text frame of a client. Its mask is zero, which leaves the payload as it is and spares the load generator time; the
 * server unmasks it all the same.
 *
 * @param text at most 65,535 bytes
 */
export function clientFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : 4;
  const frame = Buffer.alloc(header + MASK_BYTES + length);
  frame[0] = TEXT;
  frame[1] = MASKED | Math.min(length, 126);
  if (header === 4) {
    frame[1] = MASKED | 126;
    frame.writeUInt16BE(length, 2);
  }
  frame.write(text, header + MASK_BYTES);
  return frame;
}

/**
 * Takes whole frames of a server, which masks none, from the beginning of the bytes.
 *
 * @param take is given the opcode and a view of the payload, which is good until it returns
 * @returns the bytes of frames that were whole
 */
export function readFrames(bytes: Buffer, take: (opcode: number, payload: Buffer) => void): number {
  let start = 0;
  while (bytes.length - start >= 2) {
    const short = (bytes[start + 1] ?? 0) & 0x7f;
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length - start < header) break;
    const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(start + 2) : bytes.readUInt32BE(start + 6);
    const end = start + header + length;
    if (end > bytes.length) break;
    take((bytes[start] ?? 0) & 0x0f, bytes.subarray(start + header, end));
    start = end;
  }
  return start;
}
