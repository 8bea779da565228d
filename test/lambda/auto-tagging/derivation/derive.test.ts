import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseEvent } from '../../../../lambda/auto-tagging/cloudtrail/parse';
import type { Derivation } from '../../../../lambda/auto-tagging/derivation/derivation';
import { derive } from '../../../../lambda/auto-tagging/derivation/derive';
import { overrides } from '../../../../lambda/auto-tagging/derivation/overrides';
import { buildCreateIndex } from '../../../../lib/auto-tagging/create-index';

const root = join(__dirname, '../../../..');
const lines = <T>(path: string): readonly T[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
const index = buildCreateIndex();
const arnsOf = (derivation: Derivation): readonly string[] =>
  derivation.kind === 'created'
    ? derivation.resources.flatMap(({ arn }) => (arn === undefined ? [] : [arn])).sort()
    : [];

interface Fixture {
  readonly event: { readonly eventSource: string; readonly eventName: string };
  readonly expected: { readonly kind: string; readonly arns: readonly string[] };
}
const fixtures = lines<Fixture>(join(root, 'test/fixtures/cloudtrail-events.jsonl'));

describe('derive', () => {
  it.each(fixtures.map((fixture) => [fixture.event.eventSource, fixture.event.eventName, fixture] as const))(
    'maps %s %s',
    (_source, _name, { event, expected }) => {
      const derivation = derive(parseEvent(event), index);
      expect({ kind: derivation.kind, arns: arnsOf(derivation) }).toEqual({
        ...expected,
        arns: [...expected.arns].sort(),
      });
    },
  );

  it('is shown events of at least 60 services', () => {
    expect(new Set(fixtures.map(({ event }) => event.eventSource)).size).toBeGreaterThanOrEqual(60);
  });

  const event = (change: object) =>
    parseEvent({
      eventSource: 'sqs.amazonaws.com',
      eventName: 'CreateQueue',
      awsRegion: 'eu-west-1',
      recipientAccountId: '111122223333',
      requestParameters: { queueName: 'orders' },
      ...change,
    });

  it.each([
    ['errorCode', { errorCode: 'AccessDenied' }, 'The call failed: AccessDenied.'],
    ['readOnly', { readOnly: true }, 'The call only reads.'],
    [
      'a name that creates nothing',
      { eventName: 'SetQueueAttributes' },
      'SetQueueAttributes does not create anything.',
    ],
    ['dryRun', { requestParameters: { queueName: 'orders', dryRun: true } }, 'The call was a dry run.'],
    [
      'DryRun of EC2',
      {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'CreateNatGateway',
        requestParameters: { CreateNatGatewayRequest: { DryRun: 'true' } },
      },
      'The call was a dry run.',
    ],
  ])('skips for %s', (_, change, reason) => {
    expect(derive(event(change), index)).toEqual({ kind: 'skipped', reason });
  });

  it.each([
    [
      'iam.amazonaws.com',
      'CreateUser',
      { userName: 'mira' },
      'eu-west-1',
      { region: 'us-east-1', type: 'iam:user', name: 'mira' },
    ],
    [
      's3.amazonaws.com',
      'CreateBucket',
      { bucketName: 'b1' },
      'eu-west-1',
      { region: 'eu-west-1', type: 's3:bucket', name: 'b1' },
    ],
    [
      'autoscaling.amazonaws.com',
      'CreateAutoScalingGroup',
      { autoScalingGroupName: 'web' },
      'eu-west-1',
      { region: 'eu-west-1', type: 'autoscaling:autoScalingGroup', name: 'web' },
    ],
  ])('tells Region, type and name: %s %s', (eventSource, eventName, requestParameters, awsRegion, expected) => {
    const derivation = derive(event({ eventSource, eventName, requestParameters, awsRegion }), index);
    expect(derivation).toMatchObject({ kind: 'created', resources: [{ ...expected, accountId: '111122223333' }] });
  });

  it.each([
    [
      'a permission set',
      'sso',
      'CreatePermissionSet',
      'permissionSetArn',
      'arn:aws:sso:::permissionSet/i/ps-1',
      'eu-west-1',
    ],
    ['an IPAM', 'ec2', 'CreateIpam', 'ipamArn', 'arn:aws:ec2::111122223333:ipam/ipam-1', 'eu-west-1'],
    [
      'an accelerator',
      'globalaccelerator',
      'CreateAccelerator',
      'acceleratorArn',
      'arn:aws:globalaccelerator::111122223333:accelerator/1',
      'us-west-2',
    ],
    [
      'a distribution',
      'cloudfront',
      'CreateDistribution',
      'aRN',
      'arn:aws:cloudfront::111122223333:distribution/E1',
      'us-east-1',
    ],
  ])('tags %s, whose ARN has no Region, where its service lives', (_, service, eventName, key, arn, region) => {
    const eventSource = `${service}.amazonaws.com`;
    const derivation = derive(event({ eventSource, eventName, responseElements: { [key]: arn } }), index);
    expect(derivation).toMatchObject({ kind: 'created', resources: [{ arn, region }] });
  });

  it.each([
    'models.lex.amazonaws.com',
    'chime-sdk-voice.amazonaws.com',
    'applicationsignals.amazonaws.com',
    'kinesisanalyticsv2.amazonaws.com',
  ])('knows the service of %s', (eventSource) => {
    expect(derive(event({ eventSource, eventName: 'CreateNothing' }), index).reason).toMatch(
      /not a call that IAM knows/,
    );
  });

  it('reads an ARN that was logged as it stood in the URL', () => {
    const derivation = derive(
      event({
        eventSource: 'connect.amazonaws.com',
        eventName: 'CreateQueue',
        requestParameters: { InstanceId: 'arn%3Aaws%3Aconnect%3Aeu-west-1%3A111122223333%3Ainstance%2Fi-1', Name: 'q' },
        responseElements: { QueueId: 'q-1' },
      }),
      index,
    );
    expect(arnsOf(derivation)).toEqual(['arn:aws:connect:eu-west-1:111122223333:instance/i-1/queue/q-1']);
  });

  it('throws for nothing', () => {
    const names = fixtures.map(({ event: { eventSource, eventName } }) => ({ eventSource, eventName }));
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.jsonValue(),
        fc.jsonValue(),
        fc.jsonValue(),
        (name, request, response, resource) => {
          const parsed = parseEvent({
            ...name,
            requestParameters: request,
            responseElements: response,
            resources: [resource],
          });
          expect(derive(parsed, index)).toHaveProperty('reason');
        },
      ),
    );
  });

  const shared = join(root, '../shared/tagging/cloudtrail-events.jsonl');
  if (!existsSync(shared)) console.log(`skipped: agreement with real events, ${shared} is absent`);
  const agreement = existsSync(shared) ? it : it.skip;
  agreement('agrees with the reference on real events, but for the differences that are explained', () => {
    interface Line {
      readonly event: { readonly eventID?: string; readonly eventName: string };
      readonly derived_arns: readonly string[];
    }
    const explained = JSON.parse(
      readFileSync(join(root, 'test/fixtures/derivation-differences.json'), 'utf8'),
    ) as readonly {
      readonly eventID: string;
      readonly eventName: string;
    }[];
    const all = lines<Line>(shared);
    const differences = all.filter(
      (line) =>
        JSON.stringify(arnsOf(derive(parseEvent(line.event), index))) !== JSON.stringify([...line.derived_arns].sort()),
    );
    expect(differences.map(({ event: { eventID, eventName } }) => `${eventID} ${eventName}`).sort()).toEqual(
      explained.map(({ eventID, eventName }) => `${eventID} ${eventName}`).sort(),
    );
    expect(1 - differences.length / all.length).toBeGreaterThanOrEqual(0.97);
  });
});

describe('overrides', () => {
  it('are at most 25, each with its reason', () => {
    expect(Object.keys(overrides).length).toBeLessThanOrEqual(25);
    for (const { reason } of Object.values(overrides)) expect(reason).toMatch(/^[A-Z].{15,}\.$/);
  });

  it.each(Object.entries(overrides).filter(([, { type }]) => type !== undefined))(
    '%s names a type of the index',
    (key, { type }) => {
      expect(Object.keys(index.services[key.split(':')[0] ?? '']?.types ?? {})).toContain(type);
    },
  );

  it('stand in the documentation, as the differences do', () => {
    const page = readFileSync(join(root, 'docs/auto-tagging-derivation.md'), 'utf8');
    for (const [key, { reason }] of Object.entries(overrides)) {
      expect(page).toContain(`\`${key}\``);
      expect(page).toContain(reason);
    }
    const differences = JSON.parse(
      readFileSync(join(root, 'test/fixtures/derivation-differences.json'), 'utf8'),
    ) as readonly Record<string, string>[];
    for (const { eventID, why } of differences) {
      expect(page).toContain(eventID);
      expect(page).toContain(why);
    }
  });
});
