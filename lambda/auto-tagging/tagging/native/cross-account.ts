import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { ClientConfig } from '../access';

/** STS answered without credentials. */
export class NoCredentialsError extends Error {
  override readonly name = 'NoCredentialsError';
}

/**
 * Credentials of a role in another account; the SDK asks for new ones when they expire.
 *
 * @throws (when asked) the error of STS, such as AccessDenied where the role does not trust this account
 */
export function assumeRole(roleArn: string, config: ClientConfig): NonNullable<ClientConfig['credentials']> {
  const sts = new STSClient(config);
  return async () => {
    const command = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'auto-tagging' });
    const { Credentials: credentials } = await sts.send(command);
    if (!credentials?.AccessKeyId || !credentials.SecretAccessKey) {
      throw new NoCredentialsError(`no credentials for ${roleArn}`);
    }
    return {
      accessKeyId: credentials.AccessKeyId,
      secretAccessKey: credentials.SecretAccessKey,
      sessionToken: credentials.SessionToken,
      expiration: credentials.Expiration,
    };
  };
}
