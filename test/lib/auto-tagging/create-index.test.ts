import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCreateIndex } from '../../../lambda/auto-tagging/derivation/create-index';
import { creatingPrefixes } from '../../../lambda/auto-tagging/derivation/creating-prefixes';
import { buildCreateIndex } from '../../../lib/auto-tagging/create-index';

const index = buildCreateIndex();
const typesOf = (service: string, call: string): readonly (string | undefined)[] => {
  const types = Object.keys(index.services[service]?.types ?? {});
  return (index.services[service]?.creates[call] ?? []).map((at) => types[at]);
};

describe('buildCreateIndex', () => {
  it('fits into the bundle', () => {
    expect(JSON.stringify(index).length).toBeLessThanOrEqual(300_000);
  });

  it('knows the creating calls of all services', () => {
    const calls = Object.values(index.services).flatMap(({ creates }) => Object.keys(creates));
    expect(calls.length).toBeGreaterThanOrEqual(1_700);
  });

  it.each([
    ['ec2', 'CreateVpc', ['vpc']],
    ['ec2', 'CreateFleet', ['fleet', 'instance', 'volume']],
    ['s3', 'CreateBucket', ['bucket']],
    ['route53', 'CreateHostedZone', ['hostedzone']],
    ['redshift', 'CreateUsageLimit', ['usagelimit']],
  ])('%s:%s makes %j', (service, call, types) => {
    expect(typesOf(service, call)).toEqual(types);
  });

  it.each([
    ['rds', 'CreateDBSubnetGroup', 'subgrp'],
    ['ecs', 'RunTask', 'task'],
    ['iam', 'CreateVirtualMFADevice', 'mfa'],
  ])('%s:%s makes a %s above all', (service, call, type) => {
    expect(typesOf(service, call)[0]).toBe(type);
  });

  it.each([
    ['ec2', 'StartInstances'],
    ['s3', 'PutBucketPolicy'],
    ['logs', 'CreateLogStream'],
    ['rds', 'StartDBInstance'],
    ['apigateway', 'CreateDeployment'],
    ['glue', 'CreateTable'],
    ['lambda', 'CreateAlias'],
    ['globalaccelerator', 'CreateListener'],
    ['ssm', 'RegisterTaskWithMaintenanceWindow'],
    ['ec2', 'CreateTags'],
  ])('%s:%s makes nothing that can be tagged', (service, call) => {
    expect(typesOf(service, call)).toEqual([]);
    expect(index.services[service]?.others.split(' ')).toContain(call);
  });

  it.each(['AddTags', 'AddTagsToResource'])('leaves %s out', (call) => {
    expect(Object.values(index.services).filter(({ creates }) => call in creates)).toEqual([]);
  });

  it('maps sources to services that it knows', () => {
    for (const prefixes of Object.values(index.sources)) {
      for (const prefix of prefixes) expect(index.services).toHaveProperty([prefix]);
    }
  });
});

describe('creatingPrefixes', () => {
  it('fit into an event pattern with room for the rest', () => {
    expect(JSON.stringify(creatingPrefixes.map((prefix) => ({ prefix }))).length).toBeLessThan(2_048);
  });

  it('begin every call of the index, and each is of use', () => {
    const calls = Object.values(index.services).flatMap(({ creates, others }) => [
      ...Object.keys(creates),
      ...others.split(' '),
    ]);
    expect(
      calls.filter(
        (call) =>
          call !== '' && !creatingPrefixes.some((prefix) => call.startsWith(prefix)) && !call.startsWith('PostObject'),
      ),
    ).toEqual([]);
    expect(creatingPrefixes.filter((prefix) => !calls.some((call) => call.startsWith(prefix)))).toEqual([]);
  });
});

describe('loadCreateIndex', () => {
  const directory = mkdtempSync(join(tmpdir(), 'create-index-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('reads what was built, and says when it is not there', () => {
    expect(() => loadCreateIndex(directory)).toThrow('create-index.json');
    writeFileSync(join(directory, 'create-index.json'), JSON.stringify(index));
    expect(loadCreateIndex(directory)).toEqual(index);
  });
});
