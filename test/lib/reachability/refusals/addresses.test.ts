import { subnet, vpc } from '../../../../lib/reachability/aws-rules/topology';
import { testRefusals } from './refused';

const one = vpc('A', '10.0.0.0/16');

testRefusals([
  ['a VPC larger than /16', 'A', /between \/16 and \/28/, [vpc('A', '10.0.0.0/15')], [one]],
  ['a VPC smaller than /28', 'A', /between \/16 and \/28/, [vpc('A', '10.0.0.0/29')], [vpc('A', '10.0.0.0/28')]],
  [
    'CIDR blocks that overlap',
    'A',
    /overlaps/,
    [vpc('A', ['10.4.0.0/16', '10.4.1.0/24'])],
    [vpc('A', ['10.4.0.0/16', '10.2.1.0/24'])],
  ],
  [
    'a secondary block of another RFC 1918 range',
    'A',
    /another RFC 1918/,
    [vpc('A', ['10.0.0.0/16', '172.16.0.0/24'])],
    [vpc('A', ['10.0.0.0/16', '100.64.0.0/16'])],
  ],
  [
    'an RFC 1918 block beside a shared one',
    'A',
    /another RFC 1918/,
    [vpc('A', ['100.64.0.0/16', '10.0.1.0/24'])],
    [vpc('A', ['10.0.1.0/24', '100.64.0.0/16'])],
  ],
  [
    '198.19.0.0/16 as a secondary block',
    'A',
    /198\.19/,
    [vpc('A', ['10.0.0.0/16', '198.19.1.0/24'])],
    [vpc('A', ['198.19.0.0/16', '100.64.0.0/16'])],
  ],
  [
    '172.31.0.0/16 as a secondary block',
    'A',
    /172\.31/,
    [vpc('A', ['172.16.0.0/16', '172.31.0.0/16'])],
    [vpc('A', ['172.16.0.0/16', '172.30.0.0/16'])],
  ],
  [
    '10.0.0.0/16 beside 10.1.0.0/16',
    'A',
    /10\.0\.0\.0\/15/,
    [vpc('A', ['10.1.0.0/16', '10.0.1.0/24'])],
    [vpc('A', ['10.2.0.0/16', '10.0.1.0/24'])],
  ],
  [
    'a subnet outside of its VPC',
    'A1',
    /not within/,
    [one, subnet('A1', 'A', '10.1.0.0/24')],
    [one, subnet('A1', 'A', '10.0.0.0/24')],
  ],
  [
    'a subnet smaller than /28',
    'A1',
    /between/,
    [one, subnet('A1', 'A', '10.0.0.0/29')],
    [one, subnet('A1', 'A', '10.0.0.0/28')],
  ],
  [
    'a subnet in another one',
    'A2',
    /conflicts with subnet A1/,
    [one, subnet('A1', 'A', '10.0.0.0/20'), subnet('A2', 'A', '10.0.3.0/24')],
    [one, subnet('A1', 'A', '10.0.0.0/20'), subnet('A2', 'A', '10.0.16.0/24')],
  ],
]);
