import { ValkeyBus } from '../../../../services/chat-system/bus/valkey-bus';
import { FreezingProxy } from './freezing-proxy';
import { until, ValkeyProcess, withValkey } from './valkey-process';

withValkey(() => {
  let server: ValkeyProcess;
  const buses: ValkeyBus[] = [];
  beforeAll(async () => {
    server = await ValkeyProcess.start();
  });
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((bus) => bus.stop()));
  });
  afterAll(() => server.end());

  const connect = async (): Promise<ValkeyBus> => {
    const bus = new ValkeyBus({ url: server.url, commandMs: 300, pingMs: 100 });
    buses.push(bus);
    await until(() => bus.connected);
    return bus;
  };

  test('a payload comes to everyone who listens to its channel, and to nobody else', async () => {
    const [one, other] = [await connect(), await connect()];
    const heard: string[] = [];
    await one.subscribe('{room:a}', (payload) => heard.push(`one a ${payload}`));
    await other.subscribe('{room:a}', (payload) => heard.push(`other a ${payload}`));
    await other.subscribe('{room:b}', (payload) => heard.push(`other b ${payload}`));
    await one.publish('{room:a}', 'é');
    await one.publish('{room:b}', '2');
    await until(() => heard.length === 3);
    expect(heard.toSorted()).toEqual(['one a é', 'other a é', 'other b 2']);
  });

  test('who has unsubscribed hears nothing, and who subscribes again hears it once', async () => {
    const bus = await connect();
    const heard: string[] = [];
    await bus.subscribe('{room:a}', (payload) => heard.push(`first ${payload}`));
    await bus.subscribe('{room:b}', (payload) => heard.push(payload));
    await bus.unsubscribe('{room:a}');
    await bus.publish('{room:a}', '1');
    await bus.subscribe('{room:a}', (payload) => heard.push(`second ${payload}`));
    await bus.publish('{room:a}', '2');
    await bus.publish('{room:b}', 'end');
    await until(() => heard.includes('end'));
    expect(heard).toEqual(['second 2', 'end']);
  });

  test('while the server is away everything fails at once and nothing is kept; afterwards all channels are heard', async () => {
    const bus = await connect();
    const changes: boolean[] = [];
    const heard: string[] = [];
    bus.onChange((connected) => changes.push(connected));
    await bus.subscribe('{room:before}', (payload) => heard.push(`before ${payload}`));
    await server.kill();
    await until(() => !bus.connected);
    const sent = Array.from({ length: 100 }, () => bus.publish('{room:before}', 'lost'));
    const results = await Promise.allSettled(sent);
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    await expect(bus.subscribe('{room:during}', (payload) => heard.push(`during ${payload}`))).rejects.toThrow();
    await server.start();
    await until(() => bus.connected);
    await bus.publish('{room:before}', '1');
    await bus.publish('{room:during}', '1');
    await until(() => heard.length >= 2);
    expect(heard).toEqual(['before 1', 'during 1']);
    expect(changes).toEqual([false, true]);
  });

  test('a server that does not answer, though its connections stand, counts as away', async () => {
    const bus = await connect();
    const heard: string[] = [];
    await bus.subscribe('{room:a}', (payload) => heard.push(payload));
    server.signal('SIGSTOP');
    await expect(bus.publish('{room:a}', 'lost or not')).rejects.toThrow();
    await until(() => !bus.connected);
    server.signal('SIGCONT');
    await until(() => bus.connected);
    await bus.publish('{room:a}', 'end');
    await until(() => heard.includes('end'));
  });

  test('a connection that only listens is seen to be dead, too', async () => {
    const bus = await connect();
    await bus.subscribe('{room:a}', () => undefined);
    const clients = String(await server.call('CLIENT', 'LIST')).split('\n');
    const listening = clients.find((line) => line.includes('ssub=1'))?.match(/\bid=(\d+)/)?.[1];
    let changes = 0;
    bus.onChange(() => changes++);
    await server.call('CLIENT', 'KILL', 'ID', listening ?? '');
    await until(() => changes === 2 && bus.connected);
    const heard: string[] = [];
    await bus.subscribe('{room:a}', (payload) => heard.push(payload));
    await bus.publish('{room:a}', '1');
    await until(() => heard.length === 1);
  });

  test.each([
    ['that commands go through', 0],
    ['that listens', 1],
  ])('a connection %s and that is dead, though it stands, is made anew', async (_name, index) => {
    const proxy = new FreezingProxy(server.port);
    const bus = new ValkeyBus({ url: await proxy.listen(), commandMs: 300, pingMs: 100 });
    buses.push(bus);
    await until(() => bus.connected && proxy.sockets.length === 2);
    const changes: boolean[] = [];
    bus.onChange((connected) => changes.push(connected));
    proxy.freeze(index);
    await until(() => changes.length === 2, 10);
    expect(changes).toEqual([false, true]);
    await bus.stop();
    await proxy.stop();
  });
});
