import { randomBytes } from 'node:crypto';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

/** What Secrets Manager calls a rotation function with. https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html */
export interface RotationEvent {
  readonly Step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';
  readonly SecretId: string;
  /** Id of the version that the rotation makes. */
  readonly ClientRequestToken: string;
}

/** The secret: the token before this one stays good until the next rotation, so that nobody is locked out in between. */
export interface Tokens {
  readonly current: string;
  readonly previous: string;
}

/** The secret is not one of this function's, or the step is unknown. */
export class RotationError extends Error {
  override readonly name = 'RotationError';
}

/** 256 bits, in letters, digits, `-` and `_`. */
const newToken = (): string => randomBytes(32).toString('base64url');

/**
 * One step of a rotation. Each may be called again after it has succeeded. There is nothing to set anywhere else: the
 * secret itself is what the service compares with.
 *
 * @throws RotationError
 */
export async function rotate(client: SecretsManagerClient, event: RotationEvent): Promise<void> {
  switch (event.Step) {
    case 'createSecret':
      return createSecret(client, event);
    case 'setSecret':
      return;
    case 'testSecret':
      return testSecret(client, event);
    case 'finishSecret':
      return finishSecret(client, event);
    default:
      throw new RotationError(`no such step: ${String(event.Step)}`);
  }
}

async function createSecret(client: SecretsManagerClient, { SecretId, ClientRequestToken }: RotationEvent) {
  const { current } = await read(client, { SecretId, VersionStage: 'AWSCURRENT' });
  const pending = await read(client, { SecretId, VersionId: ClientRequestToken }).catch((error: unknown) => {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  });
  if (pending) return;
  const tokens: Tokens = { current: newToken(), previous: current };
  const SecretString = JSON.stringify(tokens);
  await client.send(
    new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString, VersionStages: ['AWSPENDING'] }),
  );
}

async function testSecret(client: SecretsManagerClient, { SecretId, ClientRequestToken }: RotationEvent) {
  const { current, previous } = await read(client, { SecretId, VersionId: ClientRequestToken });
  if (current.length < 32 || current === previous) throw new RotationError('the new token is none');
}

async function finishSecret(client: SecretsManagerClient, { SecretId, ClientRequestToken }: RotationEvent) {
  const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
  const current = Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes('AWSCURRENT'))?.[0];
  if (current === ClientRequestToken) return;
  await client.send(
    new UpdateSecretVersionStageCommand({
      SecretId,
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: ClientRequestToken,
      RemoveFromVersionId: current,
    }),
  );
}

async function read(
  client: SecretsManagerClient,
  version: { readonly SecretId: string; readonly VersionId?: string; readonly VersionStage?: string },
): Promise<Tokens> {
  const { SecretString = '{}' } = await client.send(new GetSecretValueCommand(version));
  // The text is a secret: a message of JSON.parse would quote it.
  const tokens = parse(SecretString);
  if (typeof tokens.current !== 'string' || typeof tokens.previous !== 'string') {
    throw new RotationError(`${version.SecretId} does not hold the tokens of the link service`);
  }
  return { current: tokens.current, previous: tokens.previous };
}

function parse(text: string): Partial<Tokens> {
  try {
    return (JSON.parse(text) ?? {}) as Partial<Tokens>;
  } catch {
    return {};
  }
}
