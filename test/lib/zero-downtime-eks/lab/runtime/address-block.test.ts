import { createServer } from 'node:net';
import { claimAddressBlock } from '../../../../../lib/zero-downtime-eks/lab/runtime/address-block';
import { assertFree, listen, PortTakenError } from '../../../../../lib/zero-downtime-eks/lab/runtime/ports';
import { inLab } from './in-lab';

test('blocks do not overlap, and come back', () =>
  inLab(async () => {
    const blocks = await Promise.all(Array.from({ length: 50 }, claimAddressBlock));
    const networks = blocks.map((block) => block.address(1).replace(/\.1$/, ''));
    expect(new Set(networks).size).toBe(50);
    for (const network of networks) expect(network).toMatch(/^127\.\d+\.\d+$/);
    const lock = { address: `${networks[0]}.254`, port: 47_254 };
    await expect(assertFree(lock)).rejects.toThrow(PortTakenError);
    await Promise.all(blocks.map((block) => block.release()));
    await assertFree(lock);
  }));

test('the lock is not given away', () =>
  inLab(async () => {
    const block = await claimAddressBlock();
    expect(block.address(253)).toMatch(/\.253$/);
    for (const n of [0, 254, 255, 1.5]) expect(() => block.address(n)).toThrow(RangeError);
    await block.release();
  }));

test('an address that this machine does not have is not a port that is taken', async () => {
  const server = createServer();
  await expect(listen(server, { address: '192.0.2.1', port: 8_080 })).rejects.toThrow('EADDRNOTAVAIL');
});
