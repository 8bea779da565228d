import { ulid } from 'ulid';
import type { ErrorCode } from '../../../services/chat-system/protocol/events';
import { until } from '../../local/child';
import { RawClient } from '../lab/raw-client';
import { attemptsOf } from './outsider-attempts';
import { tryHandshakes } from './outsider-handshakes';

/** A chat as those see it who want in. */
export interface Doors {
  /** Addresses of the WebSocket: of servers, or of the one API. */
  readonly urls: readonly string[];
  /** A valid token. @param seconds for which it is */
  token(user: string, seconds?: number): string;
}

/** What outsiders did, and what came of it. */
export interface OutsiderResult {
  readonly requests: number;
  readonly handshakes: number;
  /** Why the claim does not hold. */
  readonly problems: readonly string[];
}

/** In every text, title and file name of the room. */
const SECRET = 'the-secret-of-the-room';
/** Codes by which a request may be refused. All others, and no answer, are problems. */
const REFUSALS: readonly ErrorCode[] = ['not-a-member', 'not-found', 'malformed', 'too-many-members', 'not-available'];

/** Tries everything that somebody may try who is not, or no more, in a room. */
export async function tryDoors({ urls, token }: Doors): Promise<OutsiderResult> {
  const problems: string[] = [];
  const [here = '', there = here] = urls;
  const clients: RawClient[] = [];
  const enter = async (url: string, user: string, seconds?: number): Promise<RawClient> => {
    const client = await new RawClient(url, token(user, seconds)).settled();
    clients.push(client);
    return client;
  };
  try {
    const [ana, ben, eve, gone, goneThere] = await Promise.all([
      enter(here, 'ana'),
      enter(there, 'ben'),
      enter(there, 'eve'),
      enter(here, 'gone'),
      enter(there, 'gone'),
    ]);
    const { room, key } = await furnish(ana, ben);
    const own = await createGroup(eve, 'her own', []);
    for (const client of [ben, gone, goneThere]) client.send({ type: 'open', room });
    await Promise.all([ben, gone, goneThere].map((client) => client.next('opened')));
    // Somebody whose token ends soon, and who is a member.
    const late = await enter(there, 'late', 2);
    const ends = performance.now() + 3_000;
    late.send({ type: 'open', room });

    const attempts = attemptsOf(room, key, own);
    for (const [name, request] of attempts) {
      const answer = await ask(eve, request);
      if (answer === undefined) problems.push(`${name}: no answer`);
      else if (answer === 'done' || !REFUSALS.includes(answer)) problems.push(`${name}: answered with ${answer}`);
    }
    const talks = await ask(eve, { type: 'open', room: 'direct:ana:ben' });
    const silent = await ask(eve, { type: 'open', room: 'direct:ana:zoe' });
    if (talks !== silent) problems.push(`who talks with whom can be told: ${talks} or ${silent}`);

    gone.send({ type: 'leave', room });
    await until('they are out', () => ana.events.some((e) => e.type === 'room' && !e.members.includes('gone')));
    // A server ends the connection; API Gateway has nobody who would, until something is sent over it.
    await until('the token has ended', () => late.closed !== undefined || performance.now() > ends, 10);
    const after = `${SECRET} after they had left`;
    const seq = ben.messages(room).length;
    say(ana, room, after);
    await until('the members have it', () => ben.messages(room).length > seq);
    // Whoever would get it too has had as long as it took the others twice.
    await ask(eve, { type: 'open', room });
    await Promise.all([gone, goneThere].map((client) => ask(client, { type: 'open', room })));
    for (const [name, client] of Object.entries({ gone, goneThere, late })) {
      if (JSON.stringify(client.events).includes(after)) problems.push(`${name} read what was said after the end`);
    }
    if ((await ask(late, { type: 'read', room, before: 1_000 })) === 'done')
      problems.push('late was served after the end');
    const read = JSON.stringify(eve.events);
    if (read.includes(SECRET)) problems.push('an outsider read a text, a title or a file name');
    if (/"type":"presence","user":"(ana|ben)"/.test(read)) problems.push('an outsider was told who is there');
    const handshakes = await tryHandshakes(here, token, problems);
    return { requests: attempts.length + 2, handshakes, problems };
  } finally {
    for (const client of clients) client.socket.terminate();
  }
}

/** A room of Ana's with messages and a file, and a talk of two. */
async function furnish(ana: RawClient, ben: RawClient): Promise<{ readonly room: string; readonly key: string }> {
  const room = await createGroup(ana, SECRET, ['ben', 'gone', 'late']);
  ana.send({ type: 'create', id: ulid(), kind: 'direct', members: ['ben'] });
  await until('they talk', () => ben.events.some((event) => event.type === 'room' && event.room === 'direct:ana:ben'));
  ana.send({ type: 'open', room });
  await ana.next('opened');
  const contentType = 'image/png';
  ana.send({ type: 'upload', room, id: ulid(), name: `${SECRET}.png`, contentType, size: SECRET.length });
  const { url, fields, key } = await ana.next('upload');
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([SECRET], { type: contentType }));
  const posted = await fetch(url, { method: 'POST', body: form });
  if (!posted.ok) throw new Error(`the file was not taken: ${posted.status}`);
  await until('a member gets the file', async () => {
    const count = ana.events.length;
    ana.send({ type: 'download', room, key });
    const answer = await Promise.race([ana.next('download', count), ana.next('error', count)]);
    return answer.type === 'download' && (await (await fetch(answer.url)).text()) === SECRET;
  });
  const attachment = { key, name: `${SECRET}.png`, contentType, size: SECRET.length };
  ana.send({ type: 'send', room, id: ulid(), after: 0, text: SECRET, attachment });
  await ana.next('stored');
  return { room, key };
}

async function createGroup(client: RawClient, title: string, members: readonly string[]): Promise<string> {
  const id = ulid();
  client.send({ type: 'create', id, kind: 'group', title, members });
  const room = `group:${id}`;
  await until('the room is there', () => client.events.some((event) => event.type === 'room' && event.room === room));
  return room;
}

function say(client: RawClient, room: string, text: string): void {
  client.send({ type: 'send', room, id: ulid(), after: 0, text });
}

/** @returns the code of the refusal, `done` where it was no refusal, or undefined where nothing came */
async function ask(
  client: RawClient,
  request: Readonly<Record<string, unknown>>,
): Promise<ErrorCode | 'done' | undefined> {
  // Who sends nothing but nonsense is thrown out after a while.
  client.send({ type: 'ping' });
  const before = client.events.length;
  client.send(request);
  const answers = ['error', 'opened', 'page', 'stored', 'upload', 'download', 'room'];
  const find = () => client.events.slice(before).find(({ type }) => answers.includes(type));
  await until('an answer comes', () => find() !== undefined || client.closed !== undefined, 5).catch(() => undefined);
  const found = find();
  return found?.type === 'error' ? found.code : found && 'done';
}
