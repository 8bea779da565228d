import { Access } from '../../../../lambda/auto-tagging/tagging/access';
import { addNativeTags, isNativeOnly, readNativeTags } from '../../../../lambda/auto-tagging/tagging/native-tagging';
import { ACCOUNT, FakeAws, queueArn, resourceOf } from '../factories';

const aws = new FakeAws();
const access = new Access(`arn:aws:lambda:us-east-1:${ACCOUNT}:function:tagger`, '');

beforeAll(() => aws.start());
afterAll(() => aws.stop());
beforeEach(() => aws.reset());

const iamTags = (operation: string, tags: string) =>
  `<${operation}Response><${operation}Result><IsTruncated>false</IsTruncated><Tags>${tags}</Tags></${operation}Result></${operation}Response>`;
const member = (key: string, value: string) => `<member><Key>${key}</Key><Value>${value}</Value></member>`;

describe('isNativeOnly', () => {
  it.each([
    [`arn:aws:iam::${ACCOUNT}:role/x`, true],
    [queueArn('a'), false],
    [`arn:aws:autoscaling:us-east-1:${ACCOUNT}:autoScalingGroup:uuid:autoScalingGroupName/g`, true],
  ])('%s: %s', (arn, expected) => {
    expect(isNativeOnly(resourceOf(arn))).toBe(expected);
  });

  it('takes what has no ARN', () => {
    const { arn: _, ...resource } = resourceOf(queueArn('a'));
    expect(isNativeOnly(resource)).toBe(true);
  });
});

describe('addNativeTags', () => {
  it.each([
    ['role/team/x', 'Role', 'RoleName', 'x'],
    ['user/x', 'User', 'UserName', 'x'],
    ['instance-profile/a/x', 'InstanceProfile', 'InstanceProfileName', 'x'],
    ['server-certificate/x', 'ServerCertificate', 'ServerCertificateName', 'x'],
    ['policy/a/x', 'Policy', 'PolicyArn', undefined],
    ['oidc-provider/host.example', 'OpenIDConnectProvider', 'OpenIDConnectProviderArn', undefined],
    ['saml-provider/x', 'SAMLProvider', 'SAMLProviderArn', undefined],
    ['mfa/x', 'MFADevice', 'SerialNumber', undefined],
  ])('tags iam %s with Tag%s', async (path, operation, parameter, name) => {
    const arn = `arn:aws:iam::${ACCOUNT}:${path}`;
    aws.on(`List${operation}Tags`, () => ({ xml: iamTags(`List${operation}Tags`, member('Owner', 'bob')) }));
    aws.on(`Tag${operation}`, () => ({ xml: `<Tag${operation}Response/>` }));
    await addNativeTags(access, resourceOf(arn), { Owner: 'ann', Day: 'd' });
    expect(aws.of(`Tag${operation}`)[0]?.input).toMatchObject({
      [parameter]: name ?? arn,
      'Tags.member.1.Key': 'Day',
      'Tags.member.1.Value': 'd',
    });
    expect(aws.of(`Tag${operation}`)[0]?.input).not.toHaveProperty(['Tags.member.2.Key']);
  });

  it('refuses types of IAM that have no tags', async () => {
    await expect(addNativeTags(access, resourceOf(`arn:aws:iam::${ACCOUNT}:group/x`), { a: 'b' })).rejects.toThrow(
      'IAM has no tags for',
    );
    expect(aws.calls).toEqual([]);
  });

  it('tags an Auto Scaling group by name, not its instances', async () => {
    const { arn: _, ...group } = resourceOf('arn:aws:autoscaling:us-east-1:1:x/web', {
      type: 'autoscaling:autoScalingGroup',
    });
    const xml = '<DescribeTagsResponse><DescribeTagsResult><Tags/></DescribeTagsResult></DescribeTagsResponse>';
    aws.on('DescribeTags', () => ({ xml }));
    aws.on('CreateOrUpdateTags', () => ({ xml: '<CreateOrUpdateTagsResponse/>' }));
    await addNativeTags(access, group, { Owner: 'ann' });
    expect(aws.of('CreateOrUpdateTags')[0]?.input).toMatchObject({
      'Tags.member.1.ResourceId': 'web',
      'Tags.member.1.ResourceType': 'auto-scaling-group',
      'Tags.member.1.PropagateAtLaunch': 'false',
      'Tags.member.1.Key': 'Owner',
    });
  });

  it('tags EC2 resources by id', async () => {
    aws.on('DescribeTags', () => ({ xml: '<DescribeTagsResponse><tagSet/></DescribeTagsResponse>' }));
    aws.on('CreateTags', () => ({ xml: '<CreateTagsResponse><return>true</return></CreateTagsResponse>' }));
    await addNativeTags(access, resourceOf(`arn:aws:ec2:us-east-1:${ACCOUNT}:volume/vol-1`), { Owner: 'ann' });
    expect(aws.of('CreateTags')[0]?.input).toMatchObject({ 'ResourceId.1': 'vol-1', 'Tag.1.Key': 'Owner' });
  });

  it('writes nothing when all keys are there', async () => {
    const item = '<item><key>Owner</key><value>bob</value></item>';
    aws.on('DescribeTags', () => ({ xml: `<DescribeTagsResponse><tagSet>${item}</tagSet></DescribeTagsResponse>` }));
    await addNativeTags(access, resourceOf(`arn:aws:ec2:us-east-1:${ACCOUNT}:volume/vol-1`), { Owner: 'ann' });
    expect(aws.of('CreateTags')).toEqual([]);
  });

  const bucket = resourceOf('arn:aws:s3:::photos');
  it('keeps the tags that a bucket has', async () => {
    const tag = '<Tag><Key>Owner</Key><Value>bob</Value></Tag>';
    aws.on('GET /photos?tagging', () => ({ xml: `<Tagging><TagSet>${tag}</TagSet></Tagging>` }));
    aws.on('PUT /photos?tagging', () => ({ xml: '' }));
    await addNativeTags(access, bucket, { Owner: 'ann', Day: 'd' });
    const [put] = aws.of('PUT /photos?tagging');
    expect(put?.body).toContain('<Key>Day</Key><Value>d</Value>');
    expect(put?.body).toContain('<Key>Owner</Key><Value>bob</Value>');
    expect(put?.body).not.toContain('ann');
  });

  it('takes NoSuchTagSet for no tags', async () => {
    const xml = '<Error><Code>NoSuchTagSet</Code><Message>none</Message></Error>';
    aws.on('GET /photos?tagging', () => ({ status: 404, xml }));
    aws.on('PUT /photos?tagging', () => ({ xml: '' }));
    await addNativeTags(access, bucket, { Day: 'd' });
    expect(aws.of('PUT /photos?tagging')).toHaveLength(1);
  });

  it('writes no bucket tags after any other error of the read', async () => {
    const xml = '<Error><Code>AccessDenied</Code><Message>no</Message></Error>';
    aws.on('GET /photos?tagging', () => ({ status: 403, xml }));
    await expect(addNativeTags(access, bucket, { Day: 'd' })).rejects.toThrow('no');
    expect(aws.of('PUT /photos?tagging')).toEqual([]);
  });
});

describe('readNativeTags', () => {
  it('refuses an answer of another form', async () => {
    const arn = `arn:aws:fis:us-east-1:${ACCOUNT}:experiment/EXP1`;
    aws.on(`GET /tags/${encodeURIComponent(arn)}`, () => ({ json: { tags: [{ key: 'Owner', value: 'bob' }] } }));
    await expect(readNativeTags(access, resourceOf(arn))).rejects.toThrow('map of tags');
  });
});
