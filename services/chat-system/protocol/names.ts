/** Crockford's base 32 without I, L, O and U; the first character holds three bits. */
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const USER = /^[A-Za-z0-9._-]{1,64}$/;

/** @see https://github.com/ulid/spec */
export function isUlid(text: string): boolean {
  return ULID.test(text);
}

/** 1 to 64 characters of letters, digits, `-`, `_` and `.`. */
export function isUser(text: string): boolean {
  return USER.test(text);
}

/** The room of two users, whoever of them asks. */
export function directRoom(user: string, other: string): string {
  return user < other ? `direct:${user}:${other}` : `direct:${other}:${user}`;
}

/** The room that `create` makes with this id. */
export function groupRoom(id: string): string {
  return `group:${id}`;
}

/** `direct:<user>:<user>` with two users in order, or `group:<ULID>`. */
export function isRoom(text: string): boolean {
  const [kind, one = '', other = '', ...more] = text.split(':', 4);
  if (more.length > 0) return false;
  if (kind === 'direct') return isUser(one) && isUser(other) && one < other;
  return kind === 'group' && text === groupRoom(one) && isUlid(one);
}

/** `<room>/<ULID>`. */
export function isAttachmentKey(text: string): boolean {
  const slash = text.indexOf('/');
  return slash > 0 && isRoom(text.slice(0, slash)) && isUlid(text.slice(slash + 1));
}
