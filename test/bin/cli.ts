import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { run } from '../../bin/takehome';

/** How a run of the command line ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real command line in a process of its own. */
export async function takehome(
  args: readonly string[],
  { env = {}, input = '' }: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/takehome.ts', ...args], {
    env: { ...environment(), AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: undefined, ...env },
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, stdout, stderr };
}

/** Runs the command line in this process, which is faster and cannot be told apart but by its environment. */
export async function takehomeHere(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const saved = process.env;
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
      output[name] += String(chunk);
      return true;
    });
  }
  process.env = { ...environment(), CDK_VALIDATION: 'false', ...env };
  try {
    return { code: await run(args), ...output };
  } finally {
    process.env = saved;
    jest.restoreAllMocks();
  }
}

/** The environment without any AWS setting of whoever runs the tests. */
function environment(): Readonly<Record<string, string | undefined>> {
  const clean = Object.entries(process.env).filter(([name]) => !/^(AWS_|HOME$|NODE_OPTIONS$)/.test(name));
  const warnings = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  return { ...Object.fromEntries(clean), HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true', ...warnings };
}

/** A creating call as CloudTrail records it. */
export function queueCreated(
  name: string,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      accountId: '123456789012',
      arn: 'arn:aws:iam::123456789012:user/ana',
      userName: 'ana',
    },
    eventTime: '2026-03-02T09:00:01Z',
    eventSource: 'sqs.amazonaws.com',
    eventName: 'CreateQueue',
    awsRegion: 'eu-west-1',
    requestParameters: { queueName: name },
    responseElements: { queueUrl: `https://sqs.eu-west-1.amazonaws.com/123456789012/${name}` },
    eventID: `event-${name}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    recipientAccountId: '123456789012',
    ...more,
  };
}

/** The ARN of what {@link queueCreated} created. */
export const queueArn = (name: string): string => `arn:aws:sqs:eu-west-1:123456789012:${name}`;
