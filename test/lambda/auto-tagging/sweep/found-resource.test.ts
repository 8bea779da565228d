import { sift } from '../../../../lambda/auto-tagging/sweep/found-resource';

const OWNED = { OwningAccountId: '111122223333', Region: 'eu-west-1', ResourceType: 'x:y' };

describe('sift', () => {
  it.each([
    'arn:aws:ec2:eu-west-1:111122223333:instance/i-0abc',
    'arn:aws:s3:::default',
    'arn:aws:rds:eu-west-1:111122223333:pg:mine',
    'arn:aws:elasticache:eu-west-1:111122223333:parametergroup:mine',
    'arn:aws:events:eu-west-1:111122223333:rule/default/mine',
    'arn:aws:iam::111122223333:role/service-role/mine',
  ])('finds %s', (Arn) => {
    expect(sift({ ...OWNED, Arn })).toEqual({
      kind: 'found',
      resource: { arn: Arn, resourceType: 'x:y', accountId: '111122223333', region: 'eu-west-1' },
    });
  });

  it('sends tagging of global resources to us-east-1', () => {
    const Arn = 'arn:aws:cloudfront::111122223333:distribution/E1';
    expect(sift({ ...OWNED, Arn, Region: 'global' })).toMatchObject({ resource: { region: 'us-east-1' } });
  });

  it.each([
    ['arn:aws:iam::aws:policy/AdministratorAccess', 'belongs to AWS'],
    ['arn:aws:fms:eu-west-1:111122223333:aws-managed/x', 'managed by AWS'],
    ['arn:aws:elasticache:eu-west-1:111122223333:parametergroup:default.redis7', 'default of ElastiCache'],
    ['arn:aws:elasticache:eu-west-1:111122223333:user:default', 'default of ElastiCache'],
    ['arn:aws:memorydb:eu-west-1:111122223333:acl/open-access', 'default of MemoryDB'],
    ['arn:aws:rds:eu-west-1:111122223333:pg:default.mysql8.0', 'default of RDS'],
    ['arn:aws:rds:eu-west-1:111122223333:og:default:mysql-8-0', 'default of RDS'],
    ['arn:aws:rds:eu-west-1:111122223333:cluster-pg:default.aurora-mysql8.0', 'default of RDS'],
    ['arn:aws:athena:eu-west-1:111122223333:workgroup/primary', 'default of Athena'],
    ['arn:aws:events:eu-west-1:111122223333:event-bus/default', 'the default event bus'],
    ['arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX', 'a service-linked role'],
    ['not an ARN', 'no ARN'],
    ['', 'no ARN'],
  ])('leaves out %s', (Arn, reason) => {
    expect(sift({ ...OWNED, Arn })).toEqual({ kind: 'left-out', arn: Arn, reason });
  });

  it('leaves out what has no account', () => {
    expect(sift({ Arn: 'arn:aws:s3:::b' })).toMatchObject({ kind: 'left-out', reason: 'no account' });
  });
});
