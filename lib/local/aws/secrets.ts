import { AwsError, type Operations, text } from './service';
import type { State } from './state';

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export function secretsManager({ secrets }: State): Operations {
  return {
    GetSecretValue: ({ SecretId }) => {
      const value = secrets.get(text(SecretId));
      if (value === undefined) {
        throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      }
      return { ARN: SecretId, Name: SecretId, SecretString: value, VersionStages: ['AWSCURRENT'] };
    },
  };
}

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
export function systemsManager({ parameters }: State): Operations {
  return {
    GetParameter: ({ Name, WithDecryption }) => {
      const value = parameters.get(text(Name));
      if (value === undefined) throw new AwsError('ParameterNotFound', `no parameter ${text(Name)}`);
      const shown = WithDecryption === true ? value : Buffer.from(`encrypted ${text(Name)}`).toString('base64');
      return { Parameter: { Name, Type: 'SecureString', Value: shown, Version: 1 } };
    },
  };
}
