import { Fields, MalformedRequestError, refused } from './fields';
import { attachmentTypes, limits } from './limits';
import type { Attachment } from './messages';
import { isAttachmentKey } from './names';
import type { Request } from './requests';

export { MalformedRequestError } from './fields';

type Readers = { readonly [Type in Request['type']]: (fields: Fields) => Extract<Request, { readonly type: Type }> };

const readers: Readers = {
  ping: () => ({ type: 'ping' }),
  create: (fields) => {
    const kind = fields.oneOf('kind', ['direct', 'group']);
    return {
      type: 'create',
      id: fields.ulid('id'),
      kind,
      ...(fields.has('title') && { title: fields.shown('title', 80) }),
      // The one who asks is a member as well.
      members: kind === 'direct' ? fields.users('members', 1, 1) : fields.users('members', 0, limits.roomMembers - 1),
    };
  },
  add: (fields) => ({ type: 'add', room: fields.room('room'), user: fields.user('user') }),
  leave: (fields) => ({ type: 'leave', room: fields.room('room') }),
  open: (fields) => ({
    type: 'open',
    room: fields.room('room'),
    ...(fields.has('after') && { after: sequence(fields, 'after', 0) }),
  }),
  close: (fields) => ({ type: 'close', room: fields.room('room') }),
  send: (fields) => {
    const room = fields.room('room');
    const hasAttachment = fields.has('attachment');
    return {
      type: 'send',
      room,
      id: fields.ulid('id'),
      after: sequence(fields, 'after', 0),
      ...((fields.has('text') || !hasAttachment) && { text: fields.prose('text', limits.textLength) }),
      ...(hasAttachment && { attachment: attachment(fields.object('attachment'), room) }),
    };
  },
  read: (fields) => ({ type: 'read', room: fields.room('room'), before: sequence(fields, 'before', 1) }),
  upload: (fields) => ({ type: 'upload', room: fields.room('room'), id: fields.ulid('id'), ...file(fields) }),
  download: (fields) => {
    const room = fields.room('room');
    return { type: 'download', room, key: key(fields, room) };
  },
};

/**
 * Reads a frame of a client. Fields that are not known are passed over.
 *
 * @param text JSON, of at most `limits.frameBytes`
 * @throws MalformedRequestError naming property, limit, and what came; nothing else
 */
export function parseRequest(text: string): Request {
  const bytes = Buffer.byteLength(text);
  if (bytes > limits.frameBytes) {
    throw new MalformedRequestError(`frame: at most ${limits.frameBytes} bytes, got: ${bytes}`, 'too-large');
  }
  const fields = Fields.of(json(text), 'frame');
  return readers[fields.oneOf('type', Object.keys(readers) as Request['type'][])](fields);
}

/**
 * Which request a malformed frame would have been, as far as that can be read, so that its sender can be told.
 *
 * @param text what `parseRequest` refused
 */
export function requestNames(text: string): { readonly id?: string; readonly room?: string } {
  try {
    const fields = Fields.of(json(text), 'frame');
    return {
      ...(fields.has('id') && { id: fields.shown('id', 64) }),
      ...(fields.has('room') && { room: fields.room('room') }),
    };
  } catch {
    return {};
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedRequestError(`frame: JSON, got: ${text.length} characters that are none`);
  }
}

function sequence(fields: Fields, name: string, least: number): number {
  return fields.integer(name, least, Number.MAX_SAFE_INTEGER);
}

function attachment(fields: Fields, room: string): Attachment {
  return { key: key(fields, room), ...file(fields) };
}

function key(fields: Fields, room: string): string {
  const found = fields.text('key', '<room>/<ULID>', isAttachmentKey);
  if (!found.startsWith(`${room}/`)) throw refused('key', `<room>/<ULID> of the same room`, found);
  return found;
}

function file(fields: Fields): Omit<Attachment, 'key'> {
  return {
    name: fields.shown('name', 200),
    contentType: fields.oneOf('contentType', attachmentTypes),
    size: fields.integer('size', 1, limits.attachmentBytes),
  };
}
