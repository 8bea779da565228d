import { ChatEnvironment } from './environment';

/** Who is let in. */
export type SignInSettings =
  | { readonly kind: 'local'; readonly key: Buffer | undefined }
  | {
      readonly kind: 'cognito';
      readonly userPoolId: string;
      readonly clientId: string;
      readonly domain: string;
    };

/** What the environment says to the server, with its types. Times are in milliseconds. */
export interface Settings {
  readonly address: string;
  readonly port: number;
  readonly messagesTable: string;
  readonly roomsTable: string;
  readonly attachmentsBucket: string | undefined;
  readonly attachmentsRegion: string | undefined;
  readonly valkey: { readonly url: string; readonly cluster: boolean } | undefined;
  readonly signIn: SignInSettings;
  readonly allowedOrigins: readonly string[];
  readonly connectOrigins: readonly string[];
  readonly connectionsMost: number;
  readonly drain: number;
  readonly drainSpread: number;
  readonly heartbeat: number;
  readonly presence: number;
  readonly tailCheck: number;
  readonly targetGroupArn: string | undefined;
  readonly serviceName: string | undefined;
}

/** The process was started without a variable that it needs, or with one that makes no sense. */
export class InvalidEnvironmentError extends Error {
  override readonly name = 'InvalidEnvironmentError';
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the contract of the server.
 *
 * @param variables usually `process.env`; one that is empty counts as missing
 * @throws InvalidEnvironmentError naming every variable that is missing or out of its limits
 */
export function readSettings(variables: Variables): Settings {
  const wrong: string[] = [];
  const optional = (name: string): string | undefined => variables[name] || undefined;
  const limited = (name: string, limit: string, accepts: (text: string) => boolean): string | undefined => {
    const value = optional(name);
    if (value === undefined || accepts(value)) return value;
    wrong.push(`${name}: ${limit}, got: ${JSON.stringify(value)}`);
    return undefined;
  };
  const text = (name: string): string => {
    const value = optional(name);
    if (value === undefined) wrong.push(`${name}: not set`);
    return value ?? '';
  };
  const number = (name: string, otherwise: number | undefined, least: number, most: number, isWhole: boolean) => {
    const accepts = (value: string) =>
      (isWhole ? /^\d{1,7}$/ : /^\d{1,4}(\.\d{1,3})?$/).test(value) && Number(value) >= least && Number(value) <= most;
    const limit = `${isWhole ? 'a whole number' : 'seconds'} from ${least} to ${most}`;
    if (otherwise === undefined) text(name);
    return Number(limited(name, limit, accepts) ?? otherwise ?? 0);
  };
  const milliseconds = (name: string, otherwise: number | undefined, least: number, most: number): number =>
    Math.round(number(name, otherwise, least, most, false) * 1_000);
  const origins = (name: string): readonly string[] => {
    const values = (optional(name) ?? '').split(',').filter(Boolean);
    const bad = values.filter((value) => !URL.canParse(value) || new URL(value).origin !== value);
    if (bad.length > 0) wrong.push(`${name}: origins such as https://chat.example, got: ${bad.join(',')}`);
    return values;
  };

  const names = ChatEnvironment;
  const valkeyUrl = limited(names.valkeyUrl, 'redis://host:port or rediss://host:port', (value) => {
    return /^rediss?:\/\/[^/]+$/.test(value);
  });
  const cluster = limited(names.valkeyCluster, 'true or false', (value) => value === 'true' || value === 'false');
  const presence = milliseconds(names.presenceSeconds, 60, 0.1, 600);
  const settings: Settings = {
    address: optional(names.address) ?? '::',
    port: number(names.port, undefined, 0, 65_535, true),
    messagesTable: text(names.messagesTable),
    roomsTable: text(names.roomsTable),
    attachmentsBucket: optional(names.attachmentsBucket),
    attachmentsRegion: optional(names.attachmentsRegion),
    valkey: valkeyUrl === undefined ? undefined : { url: valkeyUrl, cluster: cluster === 'true' },
    signIn: optional(names.localSignIn)
      ? { kind: 'local', key: keyOf(optional(names.localSignIn)) }
      : {
          kind: 'cognito',
          userPoolId: text(names.userPoolId),
          clientId: text(names.userPoolClientId),
          domain: optional(names.signInDomain) ?? '',
        },
    allowedOrigins: origins(names.allowedOrigins),
    connectOrigins: origins(names.connectOrigins),
    connectionsMost: number(names.connectionsMost, 50_000, 1, 1_000_000, true),
    drain: milliseconds(names.drainSeconds, undefined, 0, 600),
    drainSpread: milliseconds(names.drainSpreadSeconds, 8, 0, 600),
    heartbeat: milliseconds(names.heartbeatSeconds, 25, 0.05, 600),
    presence,
    tailCheck: milliseconds(names.tailCheckSeconds, 0, 0, 600),
    targetGroupArn: optional(names.targetGroupArn),
    serviceName: optional(names.serviceName),
  };
  if (settings.heartbeat >= presence) {
    wrong.push(`${names.heartbeatSeconds}: less than ${names.presenceSeconds}, got: ${settings.heartbeat / 1_000}`);
  }
  if (wrong.length > 0) throw new InvalidEnvironmentError(wrong.join('; '));
  return settings;
}

function keyOf(text: string | undefined): Buffer | undefined {
  const key = /^[A-Za-z0-9_-]+$/.test(text ?? '') ? Buffer.from(text ?? '', 'base64url') : Buffer.alloc(0);
  return key.length >= 32 ? key : undefined;
}
