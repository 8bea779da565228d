import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type RotationEvent, rotate } from './rotate';

const client = new SecretsManagerClient({});

/** Rotates the administrator's token of the link service. */
export const handler = (event: RotationEvent): Promise<void> => rotate(client, event);
