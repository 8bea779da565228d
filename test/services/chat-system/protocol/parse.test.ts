import fc from 'fast-check';
import { limits } from '../../../../services/chat-system/protocol/limits';
import { MalformedRequestError, parseRequest, requestNames } from '../../../../services/chat-system/protocol/parse';
import { request } from './arbitraries';

const ROOM = 'direct:ann:bob';
const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const send = { type: 'send', room: ROOM, id: ULID, after: 0, text: 'hello' };
const upload = { type: 'upload', room: ROOM, id: ULID, name: 'a.png', contentType: 'image/png', size: 1 };
const { type: _type, room: _room, id: _id, ...file } = upload;
const attachment = { key: `${ROOM}/${ULID}`, ...file };

/** What parseRequest throws. */
function errorOf(frame: unknown): unknown {
  try {
    return parseRequest(typeof frame === 'string' ? frame : JSON.stringify(frame));
  } catch (error) {
    return error;
  }
}

describe('parseRequest', () => {
  test('reads every request as it was written', () => {
    fc.assert(
      fc.property(request, (written) => {
        expect(parseRequest(JSON.stringify(written))).toEqual(written);
      }),
    );
  });

  test('passes over what it does not know', () => {
    const unknown = fc.dictionary(fc.stringMatching(/^x[a-z]{1,8}$/), fc.jsonValue(), { maxKeys: 3 });
    fc.assert(
      fc.property(request, unknown, (written, more) => {
        expect(parseRequest(JSON.stringify({ ...more, ...written }))).toEqual(written);
      }),
    );
  });

  test.each([
    ['any text', fc.string()],
    ['any JSON', fc.json()],
    ['a request with a part of it replaced', replaced()],
  ])('throws nothing else than its error: %s', (_name, frames: fc.Arbitrary<string>) => {
    fc.assert(
      fc.property(frames, (frame) => {
        const result = errorOf(frame);
        if (result instanceof Error) expect(result).toBeInstanceOf(MalformedRequestError);
        expect(() => requestNames(frame)).not.toThrow();
      }),
    );
  });

  test.each([
    ['not JSON', '{', 'frame: JSON, got: 1 characters that are none'],
    ['no object', '[]', 'frame: an object, got: 0 elements'],
    ['no type', {}, /^type: one of ping, create, .*, got: nothing$/],
    ['another type', { type: 'toString' }, /^type: one of ping, .*, got: "toString"$/],
    ['a room that is none', { ...send, room: 'lobby' }, /^room: direct:<user>:<user> .*, got: "lobby"$/],
    ['users out of order', { ...send, room: 'direct:bob:ann' }, /^room: /],
    ['a room with oneself', { ...send, room: 'direct:ann:ann' }, /^room: /],
    ['a room of three', { ...send, room: 'direct:ann:bob:cid' }, /^room: /],
    ['a group that is no ULID', { ...send, room: 'group:1' }, /^room: /],
    ['a ULID in small letters', { ...send, id: ULID.toLowerCase() }, /^id: a ULID in capitals, got: "01arz/],
    ['a ULID above its range', { ...send, id: `8${ULID.slice(1)}` }, /^id: a ULID/],
    ['a negative number', { ...send, after: -1 }, /^after: a whole number from 0 to 9007199254740991, got: -1$/],
    ['a fraction', { ...send, after: 0.5 }, /^after: .*, got: 0.5$/],
    ['a number as text', { ...send, after: '0' }, /^after: .*, got: "0"$/],
    ['no text', { ...send, text: undefined }, 'text: 1 to 4000 characters of Unicode, got: nothing'],
    ['an empty text', { ...send, text: '' }, 'text: 1 to 4000 characters of Unicode, got: ""'],
    ['half a character', { ...send, text: '\ud800' }, /^text: /],
    ['null for a text', { ...send, text: null }, 'text: 1 to 4000 characters of Unicode, got: null'],
    [
      'another room in a key',
      { ...send, attachment: { ...attachment, key: `direct:ann:cid/${ULID}` } },
      /^key: .* of the same room/,
    ],
    ['a key with a path', { ...send, attachment: { ...attachment, key: `${ROOM}/../${ULID}` } }, /^key: /],
    [
      'a type that a browser runs',
      { ...upload, contentType: 'text/html' },
      /^contentType: one of image\/png, .*"text\/html"$/,
    ],
    ['a file of no bytes', { ...upload, size: 0 }, /^size: a whole number from 1 to 10485760, got: 0$/],
    ['a name with a line break', { ...upload, name: 'a\nb' }, /^name: 1 to 200 characters, none of them a control/],
    ['a long name', { ...upload, name: 'a'.repeat(201) }, /^name: .*, got: 201 characters$/],
    [
      'a long title',
      { type: 'create', id: ULID, kind: 'group', title: 't'.repeat(81), members: [] },
      /^title: 1 to 80/,
    ],
    [
      'two others for a direct room',
      { type: 'create', id: ULID, kind: 'direct', members: ['a', 'b'] },
      'members: exactly 1 users, got: 2 elements',
    ],
    [
      'a member that is no user',
      { type: 'create', id: ULID, kind: 'group', members: ['ann', 'b c'] },
      /^members\[1\]: 1 to 64 letters/,
    ],
    ['a page before the first number', { type: 'read', room: ROOM, before: 0 }, /^before: a whole number from 1/],
    ['a user with a colon', { type: 'add', room: `group:${ULID}`, user: 'a:b' }, /^user: /],
  ])('refuses %s', (_name, frame, message) => {
    const error = errorOf(frame);
    expect(error).toBeInstanceOf(MalformedRequestError);
    expect(error).toHaveProperty('code', 'malformed');
    expect(error).toHaveProperty('message', expect.stringMatching(message));
  });

  test.each([
    [
      'text',
      { ...send, text: 'a'.repeat(limits.textLength + 1) },
      'too-large',
      'text: 1 to 4000 characters, got: 4001 characters',
    ],
    ['attachment', { ...upload, size: limits.attachmentBytes + 1 }, 'too-large', /^size: .*, got: 10485761$/],
    [
      'frame',
      { type: 'ping', padding: 'a'.repeat(limits.frameBytes) },
      'too-large',
      /^frame: at most 16384 bytes, got: \d+$/,
    ],
    [
      'group',
      { type: 'create', id: ULID, kind: 'group', members: Array(1000).fill('ann') },
      'too-many-members',
      'members: 0 to 999 users, got: 1000 elements',
    ],
  ])('has a code of its own for a %s that is too large', (_name, frame, code, message) => {
    expect(errorOf(frame)).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test.each([
    ['text', { ...send, text: 'a'.repeat(limits.textLength) }],
    ['attachment', { ...upload, size: limits.attachmentBytes }],
    ['group', { type: 'create', id: ULID, kind: 'group', members: Array(999).fill('ann') }],
  ])('takes the largest %s', (_name, frame) => {
    expect(parseRequest(JSON.stringify(frame))).toEqual(frame);
  });

  test('never repeats a text', () => {
    const secret = 'the text of a message that nobody should find in a log';
    expect(String(errorOf({ ...send, id: secret }))).not.toContain('nobody');
    expect(String(errorOf(`{"text": "${secret}"`))).not.toContain('nobody');
  });
});

test('requestNames says of a malformed frame what it can', () => {
  expect(requestNames(JSON.stringify({ ...send, text: '' }))).toEqual({ id: ULID, room: ROOM });
  expect(requestNames(JSON.stringify({ type: 'send', id: 7, room: ROOM }))).toEqual({});
  expect(requestNames('{')).toEqual({});
});

/** Requests of which one field, at any depth, is something else. */
function replaced(): fc.Arbitrary<string> {
  return fc.tuple(request, fc.nat(), fc.jsonValue()).map(([written, which, value]) => {
    const names = Object.keys(written);
    const name = names[which % names.length] ?? 'type';
    return JSON.stringify({ ...written, [name]: value });
  });
}
