import { slotOf } from '../../../../services/chat-system/bus/slot';
import { ValkeyBus } from '../../../../services/chat-system/bus/valkey-bus';
import { startCluster, until, type ValkeyProcess, withValkey } from './valkey-process';

test.each([
  ['123456789', 12_739],
  ['foo', 12_182],
  ['{user1000}.following', 3_443],
  ['foo{}{bar}', 8_363],
  ['foo{{bar}}zap', 4_015],
])('the slot of %s', (channel, slot) => {
  expect(slotOf(channel)).toBe(slot);
});

withValkey(() => {
  let nodes: readonly [ValkeyProcess, ValkeyProcess];
  const buses: ValkeyBus[] = [];
  beforeAll(async () => {
    nodes = await startCluster();
  });
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((bus) => bus.stop()));
  });
  afterAll(() => Promise.all(nodes.map((node) => node.end())));

  const connect = async (): Promise<ValkeyBus> => {
    const bus = new ValkeyBus({ url: nodes[0].url, cluster: true, commandMs: 300, pingMs: 100, topologyMs: 300 });
    buses.push(bus);
    await until(() => bus.connected);
    return bus;
  };
  const channels = Array.from({ length: 20 }, (_, index) => `{room:${index}}`);

  test('slots are what the cluster says', async () => {
    for (const channel of channels) expect(await nodes[0].call('CLUSTER', 'KEYSLOT', channel)).toBe(slotOf(channel));
    expect(new Set(channels.map((channel) => slotOf(channel) < 8_192)).size).toBe(2);
  });

  test('channels of every node are heard, and after a slot has moved as well', async () => {
    const [one, other] = [await connect(), await connect()];
    const heard = new Set<string>();
    await Promise.all(
      channels.map((channel) => one.subscribe(channel, (payload) => heard.add(`${channel} ${payload}`))),
    );
    await Promise.all(channels.map((channel) => other.publish(channel, '1')));
    await until(() => heard.size === channels.length);
    const changes: boolean[] = [];
    one.onChange((connected) => changes.push(connected));
    const moved = channels.find((channel) => slotOf(channel) < 8_192) ?? '';
    const id = String(await nodes[1].call('CLUSTER', 'MYID'));
    for (const node of [nodes[1], nodes[0]]) await node.call('CLUSTER', 'SETSLOT', slotOf(moved), 'NODE', id);
    await until(() => changes.length >= 2 && one.connected);
    await until(async () => {
      await other.publish(moved, '2');
      return heard.has(`${moved} 2`);
    });
    expect(changes.at(0)).toBe(false);
  });

  test('without one of the nodes the bus is not whole; with it again it is', async () => {
    const bus = await connect();
    const heard = new Set<string>();
    await Promise.all(
      channels.map((channel) => bus.subscribe(channel, (payload) => heard.add(`${channel} ${payload}`))),
    );
    await nodes[1].kill();
    await until(() => !bus.connected);
    await nodes[1].start();
    await until(() => bus.connected, 60);
    await Promise.all(channels.map((channel) => bus.publish(channel, '3')));
    await until(() => heard.size === channels.length);
  });
});
