import fc from 'fast-check';
import {
  contains,
  covers,
  formatAddress,
  formatCidr,
  Ipv4SyntaxError,
  isPrivate,
  isPublicAddress,
  overlaps,
  parseAddress,
  parseCidr,
} from '../../../lib/reachability/ipv4';

const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const cidr = fc.record({ address, length: fc.integer({ min: 0, max: 32 }) });
const range = cidr.map((each) => parseCidr(`${formatAddress(each.address)}/${each.length}`));

describe('IPv4', () => {
  test('an address survives being written and read', () => {
    fc.assert(fc.property(address, (number) => expect(parseAddress(formatAddress(number))).toBe(number)));
  });

  test('a CIDR survives being written and read', () => {
    fc.assert(fc.property(range, (each) => expect(parseCidr(formatCidr(each))).toEqual(each)));
  });

  test('a CIDR contains the address that it was made of, its first and its last, and nothing beside them', () => {
    fc.assert(
      fc.property(cidr, (each) => {
        const parsed = parseCidr(`${formatAddress(each.address)}/${each.length}`);
        expect([each.address, parsed.first, parsed.last].every((one) => contains(parsed, one))).toBe(true);
        expect([parsed.first - 1, parsed.last + 1].some((one) => contains(parsed, one))).toBe(false);
      }),
    );
  });

  test('two CIDRs overlap exactly if one covers the other', () => {
    fc.assert(fc.property(range, range, (a, b) => expect(overlaps(a, b)).toBe(covers(a, b) || covers(b, a))));
  });

  test.each(['10.0.0', '10.0.0.0.0', '10.0.0.256', '10.0.0.01', '10.0.0.-1', '10.0.0.x', '', ' 10.0.0.1', '10..0.1'])(
    '%j is no address',
    (text) => {
      expect(() => parseAddress(text)).toThrow(Ipv4SyntaxError);
      expect(() => parseCidr(`${text}/8`)).toThrow(Ipv4SyntaxError);
    },
  );

  test.each(['10.0.0.0', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/08', '10.0.0.0/-1', '10.0.0.0/8/8', '::/0'])(
    '%j is no CIDR',
    (text) => expect(() => parseCidr(text)).toThrow(Ipv4SyntaxError),
  );

  test.each([
    ['10.1.0.0/16', true],
    ['172.31.0.0/16', true],
    ['172.32.0.0/16', false],
    ['192.168.0.0/16', true],
    ['100.64.0.0/10', true],
    ['100.0.0.0/8', false],
    ['8.8.8.0/24', false],
  ])('%s is private: %s', (text, expected) => expect(isPrivate(parseCidr(text))).toBe(expected));

  test.each([
    ['8.8.8.8', true],
    ['10.0.0.1', false],
    ['169.254.171.1', false],
    ['100.127.255.255', false],
    ['127.0.0.1', false],
    ['240.0.0.1', false],
  ])('%s is public: %s', (text, expected) => expect(isPublicAddress(parseAddress(text))).toBe(expected));
});
