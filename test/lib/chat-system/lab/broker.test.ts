import { Cluster, Redis } from 'ioredis';
import { startBroker } from '../../../../lib/chat-system/lab/broker';
import { missingRequirements } from '../../../../lib/chat-system/lab/requirements';

test.each([true, false])('is there again after a kill, at the same address (cluster: %s)', async (isCluster) => {
  const missing = missingRequirements();
  if (missing !== undefined) return console.log(`skipped: ${missing}`);
  const broker = await startBroker(isCluster);
  const client = isCluster ? new Cluster([broker.url]) : new Redis(broker.url, { maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  try {
    expect(await client.spublish('{room:1}', 'nobody hears it')).toBe(0);
    await broker.kill();
    await broker.start();
    expect(await client.spublish('{room:1}', 'nobody hears it')).toBe(0);
  } finally {
    client.disconnect();
    await broker.close();
  }
});

test.each([
  ['darwin', ['redis-server', 'setpriv'], /needs Linux, this is darwin/],
  ['linux', ['setpriv'], /Valkey or Redis, not found; install with: apt-get install/],
  ['linux', ['valkey-server'], /setpriv, not found/],
  ['linux', ['valkey-server', 'setpriv'], undefined],
] as const)('says what %s lacks where it has %j', (platform, programs: readonly string[], expected) => {
  const missing = missingRequirements(platform, (program) => programs.find((one) => one === program));
  if (expected === undefined) expect(missing).toBeUndefined();
  else expect(missing).toMatch(expected);
});
