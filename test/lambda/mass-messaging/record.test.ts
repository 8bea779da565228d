import { InvalidRecordError, parseRecord, recordId } from '../../../lambda/mass-messaging/record';

const ann = { id: 'ann', address: 'a', timeZone: 'UTC' };
const record = { campaignId: 'c', record: 0, redrive: 0, recipients: [ann] };

describe('parseRecord', () => {
  it('reads a record and leaves out what does not belong to it', () => {
    expect(parseRecord(JSON.stringify({ ...record, more: 1 }))).toEqual(record);
  });

  test.each([
    ['no JSON', '{', 'not JSON'],
    ['nothing', '', 'not JSON'],
    ['null', 'null', 'not an object'],
    ['no campaign', JSON.stringify({ ...record, campaignId: '' }), 'campaignId'],
    ['a long campaign', JSON.stringify({ ...record, campaignId: 'c'.repeat(129) }), 'campaignId'],
    ['no position', JSON.stringify({ ...record, record: undefined }), 'record:'],
    ['a position before the first', JSON.stringify({ ...record, record: -1 }), 'record:'],
    ['half a redrive', JSON.stringify({ ...record, redrive: 0.5 }), 'redrive:'],
    ['nobody', JSON.stringify({ ...record, recipients: [] }), 'recipients: 1 to 100'],
    ['too many', JSON.stringify({ ...record, recipients: Array(101).fill(ann) }), 'recipients: 1 to 100'],
    ['somebody invalid', JSON.stringify({ ...record, recipients: [ann, { ...ann, id: '' }] }), 'recipient 1: id'],
  ])('refuses %s', (_name, text, reason) => {
    expect(() => parseRecord(text)).toThrow(InvalidRecordError);
    expect(() => parseRecord(text)).toThrow(reason);
  });

  it('repeats no address in its error', () => {
    const text = JSON.stringify({ ...record, recipients: [{ ...ann, address: 'secret\n' }] });
    expect(() => parseRecord(text)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret') }),
    );
  });
});

describe('recordId', () => {
  it('is the same for a copy that was redriven', () => {
    expect(recordId({ ...record, redrive: 3 })).toBe(recordId(record));
  });

  test.each([
    ['campaign', { ...record, campaignId: 'd' }],
    ['position', { ...record, record: 1 }],
    ['recipients', { ...record, recipients: [{ ...ann, id: 'bob' }] }],
  ])('differs with the %s', (_name, other) => {
    expect(recordId(other)).not.toBe(recordId(record));
  });
});
