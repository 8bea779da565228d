import { Network } from '../../../../lib/reachability/network';
import { authorized } from '../../../../lib/reachability/services/auth-policy';
import { latticeNetwork } from './lattice-network';

type Statement = Readonly<Record<string, unknown>>;

const allow: Statement = { Effect: 'Allow', Principal: '*', Action: 'vpc-lattice-svcs:Invoke', Resource: '*' };
const deny: Statement = { ...allow, Effect: 'Deny' };
const onlyIf = (Condition: unknown, statement = allow): Statement => ({ ...statement, Condition });

/** A client of VPC Consumer in account 222222222222 calls service svc of service network sn on tcp 80. */
function outcome(statements: readonly Statement[], of: 'service' | 'serviceNetwork' = 'service') {
  const guarded = { authType: 'AWS_IAM', authPolicy: { Statement: statements } } as const;
  const network = new Network(latticeNetwork({ [of]: guarded }));
  const [serviceNetwork, service] = [network.model.serviceNetworks[0], network.model.latticeServices[0]];
  if (!serviceNetwork || !service) throw new Error('the network has both');
  const arrival = {
    at: { wanted: 'svc' },
    client: { ip: '10.0.1.10', networkInterfaceId: 'client' },
    protocol: 'tcp',
    port: 80,
  } as const;
  const { blockers = [], notModelled = [], warnings = [] } = authorized(network, arrival, serviceNetwork, service);
  if (blockers.length > 0) return `blocked by ${blockers.map(({ component }) => component).join()}`;
  if (notModelled.length > 0) return `not judged at ${notModelled.map(({ component }) => component).join()}`;
  const signed = warnings.some((warning) => /signed/.test(warning)) ? ' signed' : '';
  const limited = warnings.some((warning) => /certain requests/.test(warning)) ? ' limited' : '';
  return `passes${signed}${limited}`;
}

describe('an auth policy', () => {
  test.each<[string, string, readonly Statement[]]>([
    ['allows everybody', 'passes', [allow]],
    ['allows everybody, as AWS', 'passes', [{ ...allow, Principal: { AWS: '*' } }]],
    ['allows every action', 'passes', [{ ...allow, Action: ['vpc-lattice-svcs:*'] }]],
    ['has no statement', 'blocked by svc', []],
    ['allows another action', 'blocked by svc', [{ ...allow, Action: 's3:GetObject' }]],
    [
      'allows all but invoking',
      'blocked by svc',
      [{ ...allow, Action: undefined, NotAction: 'vpc-lattice-svcs:Invoke' }],
    ],
    ['allows Connect only', 'not judged at svc', [{ ...allow, Action: 'vpc-lattice-svcs:Connect' }]],
    ['denies everybody', 'blocked by svc', [allow, deny]],
    ['allows the account of the VPC', 'passes signed', [{ ...allow, Principal: { AWS: ['222222222222'] } }]],
    [
      'allows a role of it',
      'passes signed limited',
      [{ ...allow, Principal: { AWS: 'arn:aws:iam::222222222222:role/app' } }],
    ],
    ['allows another account', 'blocked by svc', [{ ...allow, Principal: { AWS: 'arn:aws:iam::333333333333:root' } }]],
    ['allows an AWS service', 'blocked by svc', [{ ...allow, Principal: { Service: 'lambda.amazonaws.com' } }]],
    ['allows all but somebody', 'not judged at svc', [{ ...allow, Principal: undefined, NotPrincipal: { AWS: '*' } }]],
    [
      'is about this service',
      'passes',
      [{ ...allow, Resource: 'arn:aws:vpc-lattice:us-east-1:111111111111:service/svc/*' }],
    ],
    [
      'is about a path',
      'passes limited',
      [{ ...allow, Resource: 'arn:aws:vpc-lattice:us-east-1:111111111111:service/svc/a' }],
    ],
    [
      'is about another service',
      'blocked by svc',
      [{ ...allow, Resource: 'arn:aws:vpc-lattice:us-east-1:111111111111:service/svc2/*' }],
    ],
    ['wants the VPC', 'passes', [onlyIf({ StringEquals: { 'vpc-lattice-svcs:SourceVpc': ['Consumer', 'Other'] } })]],
    ['wants another VPC', 'blocked by svc', [onlyIf({ StringEquals: { 'vpc-lattice-svcs:SourceVpc': 'Other' } })]],
    [
      'denies other VPCs',
      'passes',
      [allow, onlyIf({ StringNotEquals: { 'vpc-lattice-svcs:SourceVpc': 'Consumer' } }, deny)],
    ],
    [
      'denies all but another VPC',
      'blocked by svc',
      [allow, onlyIf({ StringNotEquals: { 'vpc-lattice-svcs:SourceVpc': 'Other' } }, deny)],
    ],
    [
      'wants the owner of the VPC',
      'passes',
      [onlyIf({ StringEquals: { 'vpc-lattice-svcs:SourceVpcOwnerAccount': '222222222222' } })],
    ],
    ['wants the port', 'passes', [onlyIf({ NumericEquals: { 'vpc-lattice-svcs:Port': 80 } })]],
    ['wants another port', 'blocked by svc', [onlyIf({ NumericEquals: { 'vpc-lattice-svcs:Port': '443' } })]],
    [
      'wants the service network',
      'passes',
      [
        onlyIf({
          ArnLike: {
            'vpc-lattice-svcs:ServiceNetworkArn': 'arn:aws:vpc-lattice:us-east-1:111111111111:servicenetwork/sn',
          },
        }),
      ],
    ],
    ['wants no anonymous caller', 'passes signed', [onlyIf({ StringNotEquals: { 'aws:PrincipalType': 'Anonymous' } })]],
    [
      'denies anonymous callers',
      'passes signed',
      [allow, onlyIf({ StringEquals: { 'aws:PrincipalType': 'Anonymous' } }, deny)],
    ],
    ['wants the account', 'passes signed', [onlyIf({ StringEquals: { 'aws:PrincipalAccount': '222222222222' } })]],
    ['wants another account', 'blocked by svc', [onlyIf({ StringEquals: { 'aws:PrincipalAccount': '333333333333' } })]],
    ['wants an organization', 'not judged at svc', [onlyIf({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } })]],
    ['wants a method', 'passes limited', [onlyIf({ StringEquals: { 'vpc-lattice-svcs:RequestMethod': 'GET' } })]],
    [
      'denies a header',
      'passes limited',
      [allow, onlyIf({ StringEquals: { 'vpc-lattice-svcs:RequestHeader/x': 'y' } }, deny)],
    ],
    ['wants an unknown key', 'not judged at svc', [onlyIf({ StringEquals: { 'aws:CurrentTime': 'x' } })]],
    ['uses an unknown operator', 'not judged at svc', [onlyIf({ BinaryEquals: { 'vpc-lattice-svcs:Port': 'x' } })]],
    [
      'wants two things of which one fails',
      'blocked by svc',
      [onlyIf({ StringEquals: { 'vpc-lattice-svcs:SourceVpc': 'Other', 'aws:PrincipalOrgID': 'o-1' } })],
    ],
    ['allows in one of two statements', 'passes', [onlyIf({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }), allow]],
  ])('that %s: %s', (_what, expected, statements) => {
    expect(outcome(statements)).toBe(expected);
  });

  test('of a service network blocks the service network', () => {
    expect(outcome([deny], 'serviceNetwork')).toBe('blocked by sn');
    expect(outcome([allow], 'serviceNetwork')).toBe('passes');
  });
});
