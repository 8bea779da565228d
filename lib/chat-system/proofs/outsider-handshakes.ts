import { randomBytes } from 'node:crypto';
import { localSignIn } from '../../../services/chat-system/sign-in/local';
import { RawClient } from '../lab/raw-client';
import type { Doors } from './outsiders';

/**
 * Tries handshakes that have to be refused by 401 or 403.
 *
 * @param problems where those are noted that were not
 * @returns how many were tried
 */
export async function tryHandshakes(url: string, token: Doors['token'], problems: string[]): Promise<number> {
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
