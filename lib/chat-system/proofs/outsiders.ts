import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import type { ErrorCode } from '../../../services/chat-system/protocol/events';
import { localSignIn } from '../../../services/chat-system/sign-in/local';
import { until } from '../../local/child';
import { RawClient } from '../lab/raw-client';

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
    await until('the token has ended', () => late.closed !== undefined, 15).catch(() => {
      problems.push('a connection goes on after its token has ended');
    });
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

type Attempt = readonly [name: string, request: Readonly<Record<string, unknown>>];

function attemptsOf(room: string, key: string, own: string): readonly Attempt[] {
  const id = room.replace('group:', '');
  const file = { key, name: 'a.png', contentType: 'image/png', size: 1 };
  const forged = [
    ['a room that is not there', `group:${ulid()}`],
    ['a talk of two others', 'direct:ana:ben'],
    ['a talk in the wrong order', 'direct:ben:ana'],
    ['a key of the table', `room#${room}`],
    ['the flag of the servers', 'bus'],
    ['another room behind a slash', `${own}/../${room}`],
    ['a channel of the bus', `{room:${room}}`],
    ['a channel of a user', '{user:ana}'],
    ['an empty room', ''],
  ] as const;
  return [
    ['open', { type: 'open', room }],
    ['open from the beginning', { type: 'open', room, after: 0 }],
    ['read', { type: 'read', room, before: 1_000 }],
    ['send', { type: 'send', room, id: ulid(), after: 0, text: 'let me in' }],
    ['add oneself', { type: 'add', room, user: 'eve' }],
    ['leave', { type: 'leave', room }],
    ['create it again', { type: 'create', id, kind: 'group', title: 'mine', members: ['ana'] }],
    ['upload', { type: 'upload', room, id: ulid(), name: 'a.png', contentType: 'image/png', size: 1 }],
    ['download', { type: 'download', room, key }],
    ['download by the own room', { type: 'download', room: own, key }],
    ['send the file of others in the own room', { type: 'send', room: own, id: ulid(), after: 0, attachment: file }],
    ['a room that is no text', { type: 'open', room: { $ne: '' } }],
    ...forged.flatMap(([name, forgedRoom]): Attempt[] => [
      [`open ${name}`, { type: 'open', room: forgedRoom, after: 0 }],
      [`read ${name}`, { type: 'read', room: forgedRoom, before: 1_000 }],
    ]),
  ];
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

/** @returns how many handshakes were tried */
async function tryHandshakes(url: string, token: Doors['token'], problems: string[]): Promise<number> {
  const stolen = token('ana');
  const forged = localSignIn({ key: randomBytes(32) }).issueToken('ana');
  const none = `${Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')}.${stolen.split('.')[1]}.`;
  const tries: readonly (readonly [string, string | undefined, string?])[] = [
    ['no token', undefined],
    ['an empty token', ''],
    ['a forged token', forged],
    ['a token without its signature', stolen.split('.').slice(0, -1).join('.')],
    ['a token with algorithm none', none],
    ['a changed token', `${stolen.slice(0, 20)}${stolen[20] === 'A' ? 'B' : 'A'}${stolen.slice(21)}`],
    ['an expired token', token('ana', -1)],
    ['a wrong origin', stolen, 'https://elsewhere.example'],
    [
      'an origin that begins like the right one',
      stolen,
      `${new URL(url.replace(/^ws/, 'http')).origin}.elsewhere.example`,
    ],
    ['the origin null', stolen, 'null'],
  ];
  for (const [name, offered, origin] of tries) {
    const client = await new RawClient(url, offered, origin === undefined ? {} : { origin }).settled();
    if (client.refused !== 401 && client.refused !== 403) {
      problems.push(`${name}: ${client.refused === undefined ? 'let in' : `refused by ${client.refused}`}`);
    }
    client.socket.terminate();
  }
  return tries.length;
}
