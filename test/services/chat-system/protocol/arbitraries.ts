import fc from 'fast-check';
import { attachmentTypes, limits } from '../../../../services/chat-system/protocol/limits';
import type { Attachment } from '../../../../services/chat-system/protocol/messages';
import { directRoom, groupRoom } from '../../../../services/chat-system/protocol/names';
import type { Request } from '../../../../services/chat-system/protocol/requests';

const characters = (set: string) => fc.constantFrom(...set);

export const ulid = fc
  .tuple(
    characters('01234567'),
    fc.string({ unit: characters('0123456789ABCDEFGHJKMNPQRSTVWXYZ'), minLength: 25, maxLength: 25 }),
  )
  .map(([first, rest]) => first + rest);

export const user = fc.string({ unit: characters('abcXYZ019-_.'), minLength: 1, maxLength: 64 });

export const room = fc.oneof(
  ulid.map(groupRoom),
  fc
    .tuple(user, user)
    .filter(([one, other]) => one !== other)
    .map(([one, other]) => directRoom(one, other)),
);

const shown = (longest: number) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: longest })
    .filter((text) => text.length >= 1 && text.length <= longest && !/\p{Cc}/u.test(text));

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }).filter(({ length }) => length > 0);
const number = fc.maxSafeNat();

const file = fc.record({
  name: shown(200),
  contentType: fc.constantFrom(...attachmentTypes),
  size: fc.integer({ min: 1, max: limits.attachmentBytes }),
});

const attachmentOf = (of: string) =>
  fc.tuple(ulid, file).map(([id, rest]): Attachment => ({ key: `${of}/${id}`, ...rest }));

/** Every request of the protocol. */
export const request: fc.Arbitrary<Request> = fc.oneof(
  fc.constant({ type: 'ping' as const }),
  fc.record(
    {
      type: fc.constant('create' as const),
      id: ulid,
      kind: fc.constant('group' as const),
      title: shown(80),
      members: fc.array(user, { maxLength: 20 }),
    },
    { requiredKeys: ['type', 'id', 'kind', 'members'] },
  ),
  fc.record({
    type: fc.constant('create' as const),
    id: ulid,
    kind: fc.constant('direct' as const),
    members: fc.tuple(user),
  }),
  fc.record({ type: fc.constant('add' as const), room, user }),
  fc.record({ type: fc.constant('leave' as const), room }),
  fc.record({ type: fc.constant('open' as const), room, after: number }, { requiredKeys: ['type', 'room'] }),
  fc.record({ type: fc.constant('close' as const), room }),
  fc.record({ type: fc.constant('send' as const), room, id: ulid, after: number, text }),
  room.chain((of) =>
    fc.record(
      {
        type: fc.constant('send' as const),
        room: fc.constant(of),
        id: ulid,
        after: number,
        text,
        attachment: attachmentOf(of),
      },
      { requiredKeys: ['type', 'room', 'id', 'after', 'attachment'] },
    ),
  ),
  fc.record({ type: fc.constant('read' as const), room, before: number.filter((value) => value > 0) }),
  fc.tuple(room, ulid, file).map(([of, id, rest]) => ({ type: 'upload' as const, room: of, id, ...rest })),
  fc.tuple(room, ulid).map(([of, id]) => ({ type: 'download' as const, room: of, key: `${of}/${id}` })),
);
