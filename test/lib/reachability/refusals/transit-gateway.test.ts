import { attachment, subnet, through, transitGateway, vpc } from '../../../../lib/reachability/aws-rules/topology';
import { testRefusals } from './refused';

const one = vpc('A', '10.0.0.0/16');

const two = [one, vpc('B', '10.1.0.0/16')];

const zoneB = { zone: 'use1-az2' };

const twoZones = [subnet('A1', 'A', '10.0.1.0/24'), subnet('A2', 'A', '10.0.2.0/24', zoneB)];

const oneZone = [subnet('A1', 'A', '10.0.1.0/24'), subnet('A2', 'A', '10.0.2.0/24')];

const natRule = (matchSourceCidr: string, natCidr: string) => ({
  id: `rule-${matchSourceCidr}`,
  matchSourceCidr,
  natCidr,
});

const translated = (...rules: readonly (readonly [string, string])[]) =>
  attachment(
    'att',
    'A',
    ['A1'],
    rules.map(([match, nat]) => natRule(match, nat)),
  );

testRefusals([
  [
    'two subnets of a zone in an attachment',
    'att',
    /second subnet/,
    [one, ...oneZone, attachment('att', 'A', ['A1', 'A2'])],
    [one, ...twoZones, attachment('att', 'A', ['A1', 'A2'])],
  ],
  [
    'a subnet of another VPC in an attachment',
    'att',
    /not of A/,
    [...two, subnet('B1', 'B', '10.1.1.0/24'), attachment('att', 'A', ['B1'])],
    [...two, subnet('B1', 'B', '10.1.1.0/24'), attachment('att', 'B', ['B1'])],
  ],
  [
    'a second attachment of a VPC',
    'second',
    /already attached/,
    [one, attachment('att', 'A', []), attachment('second', 'A', [])],
    [...two, attachment('att', 'A', []), attachment('second', 'B', [])],
  ],
  [
    'a NAT rule of two lengths',
    'rule-10.0.0.0/16',
    /prefix lengths/,
    [one, translated(['10.0.0.0/16', '100.65.0.0/17'])],
    [one, translated(['10.0.0.0/16', '100.65.0.0/16'])],
  ],
  [
    'a NAT rule to public addresses',
    'rule-10.0.0.0/16',
    /RFC 1918/,
    [one, translated(['10.0.0.0/16', '54.1.0.0/16'])],
    [one, translated(['10.0.0.0/16', '172.31.0.0/16'])],
  ],
  [
    'NAT rules to one range',
    'rule-10.2.0.0/16',
    /100\.65\.0\.0\/16 overlaps/,
    [one, translated(['10.0.0.0/16', '100.65.0.0/16'], ['10.2.0.0/16', '100.65.0.0/16'])],
    [one, translated(['10.0.0.0/16', '100.65.0.0/16'], ['10.2.0.0/16', '100.66.0.0/16'])],
  ],
  [
    'a second static route of a transit gateway',
    'tgw-rtb',
    /already exists/,
    [transitGateway([through('10.0.0.0/8', 'a', 'static'), through('10.0.0.0/8', undefined, 'static')])],
    [transitGateway([through('10.0.0.0/8', 'a', 'static'), through('10.0.0.0/8', 'b')])],
  ],
]);
