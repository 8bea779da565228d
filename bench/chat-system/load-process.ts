import { localSignIn } from '../../services/chat-system/sign-in/local';
import { Connection } from './connection';
import { clientFrame } from './frames';
import { Inbox } from './inbox';
import { type Connect, type Connected, type Drive, idOf, type LoadRequest, textOf } from './load';
import { microseconds, OpenLoop } from './open-loop';
import { Tally } from './tally';

const SECOND = 1_000_000;
/** Connections that are being opened at the same time. */
const AT_ONCE = 100;
/** Connections with one address on this side: so that there are ports enough. */
const PER_ADDRESS = 2_000;
const HEARTBEAT = 25_000;
/** Parts of the connections that say one after the other that they are there. */
const PARTS = 250;
const LATECOMERS = 2 * SECOND;
const TICK = 1;

const PING = clientFrame(JSON.stringify({ type: 'ping' }));

/** A process with many connections, which sends and receives for a benchmark until it is killed. */
class Load {
  private readonly connections: Connection[] = [];
  private readonly members = new Map<string, Connection[]>();
  private tally = new Tally(0, 0);
  private first = 0;

  async connect({ ports, first, connections, rooms, key }: Connect): Promise<Connected> {
    this.first = first;
    this.heartbeat();
    const start = microseconds();
    const signIn = localSignIn({ key: Buffer.from(key, 'hex') });
    const inboxes = new Map<string, Inbox>();
    let next = first;
    const lane = async (): Promise<void> => {
      while (next < first + connections) {
        const number = next++;
        const room = rooms[number % rooms.length] ?? '';
        const port = ports[Math.floor(number / rooms.length) % ports.length] ?? 0;
        const inbox = inboxes.get(`${room} ${port}`) ?? new Inbox();
        inboxes.set(`${room} ${port}`, inbox);
        await new Promise<void>((resolve) => {
          const connection = new Connection({
            port,
            localAddress: `127.0.0.${2 + (Math.floor(number / PER_ADDRESS) % 250)}`,
            token: signIn.issueToken(`u${number}`),
            room,
            inbox,
            listener: {
              messages: (to, parsed) => this.tally.messages(to, parsed, microseconds()),
              event: (to, event) => {
                if (event.type === 'opened' && !to.ready) {
                  to.ready = true;
                  to.last = event.last;
                  resolve();
                } else this.tally.event(to, event, microseconds());
              },
              ended: () => {
                this.tally.lost++;
                resolve();
              },
            },
          });
          this.connections.push(connection);
          const members = this.members.get(room) ?? [];
          this.members.set(room, members);
          members.push(connection);
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    const connected = this.connections.filter(({ ready }) => ready).length;
    return { connected, seconds: (microseconds() - start) / SECOND };
  }

  async drive({ perSecond, warmUpSeconds, seconds, run }: Drive): Promise<unknown> {
    const start = microseconds();
    const from = start + warmUpSeconds * SECOND;
    const to = from + seconds * SECOND;
    const tally = new Tally(from, to);
    this.tally = tally;
    const loop = new OpenLoop(perSecond, start);
    const rooms = [...this.members.keys()];
    let count = 0;
    let expected = start;
    const send = () => {
      const now = microseconds();
      tally.late(now - expected);
      expected = now + TICK * 1_000;
      for (const moment of loop.due(Math.min(now, to))) {
        const members = this.members.get(rooms[Math.floor(Math.random() * rooms.length)] ?? '') ?? [];
        const sender = members[count % members.length];
        if (sender === undefined) continue;
        const id = idOf(run, this.first, count++);
        tally.sent(id, moment);
        const request = { type: 'send', room: sender.room, id, after: sender.last, text: textOf(moment) };
        sender.write(clientFrame(JSON.stringify(request)));
      }
    };
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (microseconds() < to + LATECOMERS) return send();
        clearInterval(timer);
        resolve();
      }, TICK);
    });
    return tally.result();
  }

  private heartbeat(): void {
    let part = 0;
    setInterval(() => {
      for (let index = part++ % PARTS; index < this.connections.length; index += PARTS) {
        this.connections[index]?.write(PING);
      }
    }, HEARTBEAT / PARTS);
  }
}

const load = new Load();
process.on('message', (request: LoadRequest) => {
  const work = request.type === 'connect' ? load.connect(request) : load.drive(request);
  work.then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
// Whoever started it is gone.
process.once('disconnect', () => process.exit());
