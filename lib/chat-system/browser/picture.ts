import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];

/**
 * A small landscape as PNG, made of nothing: a picture to send that is nobody's.
 *
 * @see https://www.w3.org/TR/png-3/
 */
export function landscape(width = 480, height = 300): Buffer {
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y++) {
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x++) row.set(colourAt(x / width, y / height), 1 + x * 3);
    rows.push(row);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a channel, true colour.
  header.set([8, 2], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.concat(rows));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function colourAt(x: number, y: number): Colour {
  const hill = (base: number, height: number, waves: number, shift: number) =>
    base - height * (Math.sin(x * waves + shift) + 0.35 * Math.sin(x * waves * 2.7 + shift));
  if (y > hill(0.9, 0.05, 5, 1)) return [24, 58, 62];
  if (y > hill(0.76, 0.07, 6, 3)) return [38, 92, 92];
  if (y > hill(0.62, 0.08, 8, 0.4)) return [78, 132, 128];
  const toSun = Math.hypot((x - 0.68) * 1.6, y - 0.36);
  if (toSun < 0.09) return [255, 246, 214];
  const glow = Math.max(0, 1 - toSun / 0.7) ** 2;
  return [95 + 120 * y + 90 * glow, 150 + 60 * y + 40 * glow, 215 - 70 * y - 10 * glow].map((value) =>
    Math.max(0, Math.min(255, Math.round(value))),
  ) as unknown as Colour;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
