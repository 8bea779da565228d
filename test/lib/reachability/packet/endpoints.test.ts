import {
  allowAll,
  attachment,
  host,
  merge,
  route,
  rule,
  securityGroup,
  subnet,
  transitGateway,
  transitRoute,
  vpc,
} from '../../../../lib/reachability/aws-rules/networks';
import type { NetworkModel, Route, SecurityGroupRule, VpcEndpoint } from '../../../../lib/reachability/model';
import type { Question } from '../../../../lib/reachability/verdict';
import { type Answer, answer, blocked, to } from './ask';

const a = vpc('vpc-a', '10.0.0.0/16');
const b = vpc('vpc-b', '10.1.0.0/16');
const reachable = 'reachable';
const s3 = 'com.amazonaws.us-east-1.s3';
const endpoint = (id: string, changes: Partial<VpcEndpoint>): VpcEndpoint => ({
  id,
  kind: 'Gateway',
  vpcId: a.id,
  state: 'available',
  networkInterfaceIds: [],
  routeTableIds: [],
  privateDnsEnabled: true,
  ...changes,
});
const byS3 = route({ prefixListId: 'pl-s3' }, 'vpce-s3');

/** A client with and one without a route to S3, one in a peered VPC, and an Interface endpoint. */
function given({
  routes = [],
  admits = [rule('10.0.0.0/8', 443)],
  changes = {},
  far = 'pcx-1',
}: {
  readonly routes?: readonly Route[];
  readonly admits?: readonly SecurityGroupRule[];
  readonly changes?: Partial<VpcEndpoint>;
  readonly far?: string;
}): NetworkModel {
  return merge(
    subnet(a, 'with', '10.0.0.0/24', [byS3, route('10.1.0.0/16', far)]),
    subnet(a, 'without', '10.0.1.0/24', [route('10.1.0.0/16', far), ...routes]),
    subnet(b, 'b', '10.1.0.0/24', [route('10.0.0.0/16', far), route('0.0.0.0/0', far)]),
    transitGateway(transitRoute('0.0.0.0/0', 'a'), transitRoute('10.1.0.0/16', 'b')),
    {
      vpcs: [a, b],
      vpcPeeringConnections: [{ id: 'pcx-1', requesterVpcId: a.id, accepterVpcId: b.id, status: 'active' }],
      transitGatewayAttachments: [attachment(a, 'a', ['with']), attachment(b, 'b', ['b'])],
      prefixLists: [{ id: 'pl-s3', prefixListName: s3, cidrs: undefined }],
      vpcEndpoints: [
        endpoint('vpce-s3', { serviceName: s3, prefixListId: 'pl-s3', routeTableIds: ['rtb-with'], ...changes }),
        endpoint('vpce-sqs', {
          kind: 'Interface',
          serviceName: 'com.amazonaws.us-east-1.sqs',
          networkInterfaceIds: ['eni-sqs'],
        }),
      ],
      securityGroups: [allowAll(a, 'client'), allowAll(b, 'far'), securityGroup(a, 'sqs', admits)],
      networkInterfaces: [
        host(a, 'with', 'client', '10.0.0.10', ['sg-client']),
        host(a, 'without', 'lost', '10.0.1.10', ['sg-client']),
        host(b, 'b', 'far', '10.1.0.10', ['sg-far']),
        host(a, 'without', 'sqs', '10.0.1.20', ['sg-sqs'], { owner: { kind: 'vpc-endpoint', id: 'vpce-sqs' } }),
      ],
    },
  );
}

const from = (name: string): Partial<Question> => ({ from: { networkInterfaceId: `eni-${name}` }, port: 443 });

/** https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
describe('a gateway endpoint', () => {
  test.each<[string, Parameters<typeof given>[0], Partial<Question>, Answer]>([
    ['serves a subnet that has its route', {}, from('client'), reachable],
    ['does not serve a subnet that has not', {}, from('lost'), blocked('rtb-without')],
    ['serves it with its route', { routes: [byS3] }, from('lost'), reachable],
    ['answers HTTP too', {}, { ...from('client'), port: 80 }, reachable],
    ['answers nothing else', {}, { ...from('client'), port: 22 }, blocked('vpce-s3')],
    ['has to be there', { changes: { state: 'rejected' } }, from('client'), blocked('vpce-s3')],
    ['does not serve a peered VPC', {}, from('far'), blocked('pcx-1')],
    ['does not serve a VPC behind a transit gateway', { far: 'tgw-1' }, from('far'), blocked('vpce-s3')],
  ])('%s', (_what, changes, question, expected) => {
    expect(answer(given(changes), to('vpce-s3', question))).toEqual(expected);
  });
});

/** https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html */
describe('an Interface endpoint of a service of AWS', () => {
  test.each<[string, Parameters<typeof given>[0], Partial<Question>, Answer]>([
    ['serves its VPC', {}, from('client'), reachable],
    ['serves a peered VPC', {}, from('far'), reachable],
    ['serves a VPC behind a transit gateway', { far: 'tgw-1' }, from('far'), reachable],
    ['has a security group', { admits: [rule('10.0.0.0/16', 443)] }, from('far'), blocked('sg-sqs')],
    ['answers HTTPS only', { admits: [rule('10.0.0.0/8')] }, { ...from('client'), port: 80 }, blocked('vpce-sqs')],
  ])('%s', (_what, changes, question, expected) => {
    expect(answer(given(changes), to('vpce-sqs', question))).toEqual(expected);
  });
});
