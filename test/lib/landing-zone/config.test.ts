import fc from 'fast-check';
import { type LandingZoneConfig, problems } from '../../../lib/landing-zone/config';
import { formatCidr, isPublicAddress, parseCidr } from '../../../lib/reachability/ipv4';

test.each<[string, LandingZoneConfig]>([
  ['nothing', {}],
  ['one address', { sshFrom: '192.0.2.7/32' }],
  ['an office', { sshFrom: '192.0.2.0/24', egress: 'endpoints' }],
  ['a role', { administrators: ['arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/Admin'] }],
])('%s is fine', (_, config) => {
  expect(problems(config)).toEqual([]);
});

test.each<[string, object, RegExp]>([
  ['no CIDR', { sshFrom: '192.0.2.7' }, /^sshFrom: a CIDR of public IPv4 addresses, .*got: "192\.0\.2\.7"$/],
  ['everybody', { sshFrom: '0.0.0.0/0' }, /^sshFrom: .*\/24 to \/32/],
  ['a provider', { sshFrom: '192.0.0.0/16' }, /^sshFrom: /],
  ['host bits', { sshFrom: '192.0.2.7/24' }, /^sshFrom: /],
  ['private addresses, which never arrive', { sshFrom: '192.168.1.0/24' }, /^sshFrom: /],
  ['another egress', { egress: 'proxy' }, /^egress: 'nat' or 'endpoints', got: "proxy"$/],
  ['a user', { administrators: ['arn:aws:iam::111122223333:user/somebody'] }, /^administrators: ARNs of IAM roles/],
  ['a repository without owner', { delivery: { repository: 'x', branch: 'main' } }, /^delivery\.repository: /],
])('%s is refused, and said why', (_, config, told) => {
  const found = problems(config as LandingZoneConfig);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(told);
});

test('SSH is taken from at most 256 addresses, all of them public, and written without host bits', () => {
  const octet = fc.nat(255);
  const cidr = fc
    .tuple(octet, octet, octet, octet, fc.integer({ min: 0, max: 32 }))
    .map(([a, b, c, d, length]) => `${a}.${b}.${c}.${d}/${length}`);
  fc.assert(
    fc.property(cidr, fc.boolean(), (text, canonical) => {
      const range = parseCidr(text);
      const sshFrom = canonical ? formatCidr(range) : text;
      const isFine =
        range.last - range.first < 256 &&
        sshFrom === formatCidr(range) &&
        isPublicAddress(range.first) &&
        isPublicAddress(range.last);
      expect(problems({ sshFrom })).toHaveLength(isFine ? 0 : 1);
    }),
  );
});
