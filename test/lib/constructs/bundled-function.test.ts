import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { bundle, repositoryRoot } from '../../../lib/constructs/bundle';
import { BundledFunction } from '../../../lib/constructs/bundled-function';

const entry = 'lambda/auto-tagging/tagger.ts';
const chunks = 'lambda/auto-tagging/tagging/native';

describe('bundle', () => {
  const { code, sourceMaps } = bundle(entry, chunks);
  const main = code.find(({ path }) => path === 'index.js')?.text ?? '';

  test('makes a file of the handler and of every chunk', () => {
    const names = readdirSync(join(repositoryRoot, chunks)).map((name) => `native/${name.replace(/\.ts$/, '.js')}`);
    expect(code.map(({ path }) => path).sort()).toEqual(['index.js', ...names].sort());
    expect(sourceMaps.map(({ path }) => path).sort()).toEqual(code.map(({ path }) => `${path}.map`).sort());
  });

  test('leaves the chunks out of the handler, which requires them', () => {
    expect(main).toContain('require("./native/ec2")');
    expect(main).not.toMatch(/import\("/);
  });

  test('stays within 350 kB for the handler', () => {
    expect(main.length).toBeGreaterThan(0);
    expect(main.length).toBeLessThanOrEqual(350_000);
  });

  test('does not depend on the folder of the checkout', () => {
    for (const { text } of [...code, ...sourceMaps]) expect(text).not.toContain(repositoryRoot);
  });

  test('throws what esbuild throws', () => {
    expect(() => bundle('lambda/nothing.ts')).toThrow('Could not resolve');
  });
});

describe('BundledFunction', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new BundledFunction(stack, 'Tagger', {
    description: 'Tags',
    entry,
    chunks,
    files: { 'tag-policy.json': '{}' },
    environment: { QUEUE_URL: 'url' },
    timeout: Duration.minutes(5),
  });
  const template = Template.fromStack(stack);
  const assembly = app.synth();

  test('runs on one runtime, on Arm, with JSON logs', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Timeout: 300,
      Handler: 'index.handler',
      Environment: { Variables: { QUEUE_URL: 'url' } },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: Match.stringLikeRegexp('TaggerLogs') } },
    });
  });

  test('may write to its own log group and do nothing else', () => {
    template.resourceCountIs('AWS::IAM::Policy', 1);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Effect: 'Allow',
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('TaggerLogs'), 'Arn'] },
          },
        ],
      },
    });
    template.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
  });

  test('has its files in the asset, and source maps aside', () => {
    const asset = readdirSync(assembly.directory).find((name) => name.startsWith('asset.')) ?? '';
    const files = readdirSync(join(assembly.directory, asset));
    expect(files.sort()).toEqual(['index.js', 'native', 'tag-policy.json']);
    expect(readFileSync(join(assembly.directory, asset, 'tag-policy.json'), 'utf8')).toBe('{}');
    const maps = join(assembly.directory, 'source-maps/Stack/Tagger');
    expect(readdirSync(maps).sort()).toEqual(['index.js.map', 'native']);
  });

  test('exports its handler from the asset, chunks included', () => {
    const asset = readdirSync(assembly.directory).find((name) => name.startsWith('asset.')) ?? '';
    const load = (path: string): unknown => require(join(assembly.directory, asset, path));
    expect(load('index.js')).toHaveProperty('handler');
    expect(load('native/iam.js')).toHaveProperty('addTags');
  });
});
