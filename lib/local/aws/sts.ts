import { AwsError, type Operations, text } from './service';

/** The account of an access key id that {@link sts} gave out; `otherwise` for any other. */
export function accountOf(accessKeyId: string, otherwise: string): string {
  return /^ASIA(\d{12})$/.exec(accessKeyId)?.[1] ?? otherwise;
}

/**
 * Assumes any role. The access key id holds the account, so that later calls go there.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function sts(): Operations {
  return {
    AssumeRole: ({ RoleArn, RoleSessionName }, { time }) => {
      const [, accountId, path] = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(.+)$/.exec(text(RoleArn)) ?? [];
      const role = path?.split('/').at(-1);
      if (!accountId || !role) throw new AwsError('ValidationError', `${text(RoleArn)} is invalid`);
      const session = text(RoleSessionName);
      return {
        Credentials: {
          AccessKeyId: `ASIA${accountId}`,
          SecretAccessKey: 'secret',
          SessionToken: 'token',
          Expiration: new Date(time + 3_600_000).toISOString(),
        },
        AssumedRoleUser: {
          AssumedRoleId: `AROALOCAL:${session}`,
          Arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${session}`,
        },
      };
    },
    GetCallerIdentity: (_input, { accountId }) => ({
      UserId: 'AIDALOCAL',
      Account: accountId,
      Arn: `arn:aws:iam::${accountId}:user/local`,
    }),
  };
}
