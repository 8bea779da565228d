import type { RequestAuthorizer } from './options';

/** An answer to the handshake that is not 101. */
export class HandshakeRefusedError extends Error {
  override readonly name = 'HandshakeRefusedError';

  constructor(readonly status: number) {
    super(`the handshake is answered by ${status}`);
  }
}

interface AuthorizerAnswer {
  readonly principalId?: unknown;
  readonly policyDocument?: {
    readonly Statement?: readonly { readonly Effect?: string; readonly Resource?: string | readonly string[] }[];
  };
  readonly context?: Readonly<Record<string, unknown>>;
}

/**
 * Asks a REQUEST authorizer. A missing identity source or an error `Unauthorized` is 401, a policy that does not allow 403,
 * anything else that fails 500.
 *
 * @returns the context with which events are handed on, its values as text
 * @throws HandshakeRefusedError
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
export async function authorize(
  { function: authorizer, identitySource }: RequestAuthorizer,
  methodArn: string,
  event: { readonly headers: Readonly<Record<string, string>> } & Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, string>>> {
  const lower = new Map(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const missing = identitySource.some((source) => {
    const [, name = ''] = /^route\.request\.header\.(.+)$/.exec(source) ?? [];
    return !lower.get(name.toLowerCase());
  });
  if (missing) throw new HandshakeRefusedError(401);
  let answer: AuthorizerAnswer;
  try {
    answer = (await authorizer.invoke(JSON.stringify({ type: 'REQUEST', methodArn, ...event }))) as AuthorizerAnswer;
  } catch (error) {
    throw new HandshakeRefusedError((error as Error).message === 'Unauthorized' ? 401 : 500);
  }
  const { principalId, policyDocument, context = {} } = answer ?? {};
  if (typeof principalId !== 'string' || !policyDocument) throw new HandshakeRefusedError(500);
  const statements = policyDocument.Statement ?? [];
  const about = statements.filter(({ Resource }) => [Resource ?? []].flat().some((arn) => covers(arn, methodArn)));
  const allowed = about.some(({ Effect }) => Effect === 'Allow') && !about.some(({ Effect }) => Effect === 'Deny');
  if (!allowed) throw new HandshakeRefusedError(403);
  const values = Object.entries({ ...context, principalId }).map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(values) as Readonly<Record<string, string>>;
}

function covers(pattern: string, arn: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(arn);
}
