import { isTimeZone, parseRecipient } from '../../../../lambda/mass-messaging/audience/recipient';

const ann = { id: 'ann', address: '+821012345678', timeZone: 'Asia/Seoul' };

describe('parseRecipient', () => {
  it('takes what it needs and leaves the rest out', () => {
    expect(parseRecipient({ ...ann, plan: 'gold' })).toEqual({ kind: 'recipient', recipient: ann });
  });

  it('reads a first header with a byte order mark', () => {
    const { id, ...rest } = ann;
    expect(parseRecipient({ '\ufeffid': id, ...rest })).toEqual({ kind: 'recipient', recipient: ann });
  });

  test.each([
    ['text', 'ann', '', 'not an object'],
    ['null', null, '', 'not an object'],
    ['a list', [ann], '', 'not an object'],
    ['no id', { ...ann, id: undefined }, '', 'id:'],
    ['an empty id', { ...ann, id: '' }, '', 'id:'],
    ['an id that is a number', { ...ann, id: 7 }, '', 'id:'],
    ['an id of 65 characters', { ...ann, id: 'a'.repeat(65) }, '', 'id:'],
    ['an id over two lines', { ...ann, id: 'a\nb' }, '', 'id:'],
    ['half a surrogate pair', { ...ann, id: '\ud800' }, '', 'id:'],
    ['a character that SQS refuses', { ...ann, address: 'a\uffff' }, 'ann', 'address:'],
    ['no address', { ...ann, address: '' }, 'ann', 'address:'],
    ['a long address', { ...ann, address: 'a'.repeat(257) }, 'ann', 'address:'],
    ['no zone', { ...ann, timeZone: '' }, 'ann', 'timeZone:'],
    ['a zone that does not exist', { ...ann, timeZone: 'Mars/Olympus' }, 'ann', 'timeZone:'],
    ['an offset', { ...ann, timeZone: '+09:00' }, 'ann', 'timeZone:'],
  ])('refuses %s', (_name, value, id, reason) => {
    expect(parseRecipient(value)).toEqual({ kind: 'invalid', id, reason: expect.stringContaining(reason) });
  });

  test.each([64, 1])('takes an id of %i characters', (length) => {
    expect(parseRecipient({ ...ann, id: 'a'.repeat(length) }).kind).toBe('recipient');
  });
});

test.each([
  ['Asia/Seoul', true],
  ['UTC', true],
  ['America/Argentina/Buenos_Aires', true],
  ['Etc/GMT+9', true],
  ['Seoul', false],
  ['', false],
])('isTimeZone(%j) is %j', (name, is) => {
  expect(isTimeZone(name)).toBe(is);
  expect(isTimeZone(name)).toBe(is);
});
