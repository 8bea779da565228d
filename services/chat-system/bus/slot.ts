/** Slots of a cluster. */
const SLOTS = 16_384;

/**
 * Slot of a channel: CRC16 (XMODEM) of what is between the first braces, or of the whole.
 *
 * @see https://github.com/valkey-io/valkey-doc/blob/main/topics/cluster-spec.md
 */
export function slotOf(channel: string): number {
  const open = channel.indexOf('{');
  const end = channel.indexOf('}', open + 1);
  const tag = open >= 0 && end > open + 1 ? channel.slice(open + 1, end) : channel;
  let crc = 0;
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
    crc &= 0xffff;
  }
  return crc % SLOTS;
}
