import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Calls that are made for each message. Their input, of strings, numbers and flags, is JSON as it stands. */
const COMMANDS: ReadonlySet<string> = new Set([
  'PutItemCommand',
  'GetItemCommand',
  'BatchGetItemCommand',
  'QueryCommand',
]);

/**
 * Milliseconds without an answer after which a call is given up: a connection that was cut looks alive for minutes. A write
 * is waited for longer than anybody waits for its message, so that it is told of when it was stored after all.
 */
export const silences = { read: 2_500, write: 10_000 } as const;

type Request = Parameters<DynamoDBClient['config']['requestHandler']['handle']>[0];

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Makes the frequent calls of a client with the SDK's signer and connections alone: its serializers and other middlewares
 * take more processor time than the call. The first call goes the SDK's whole way and shows where to. So does every one
 * that is answered by anything but success or a condition that did not hold, so that errors and retries are the SDK's; only
 * one without an answer is an error at once, for whether it was carried out is unknown.
 *
 * @param client whose `requestHandler` throws on a timeout
 * @param silence as `silences`, milliseconds
 */
export function goShortWay(
  client: DynamoDBClient,
  silence: Readonly<Record<'read' | 'write', number>> = silences,
): void {
  let address: Request | undefined;
  client.middlewareStack.add(
    (next) => async (args) => {
      address ??= args.request as Request;
      return await next(args);
    },
    { step: 'build', name: 'noteAddress' },
  );
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        if (address === undefined || !COMMANDS.has(commandName)) return await next(args);
        const operation = commandName.replace(/Command$/, '');
        const requestTimeout = operation === 'PutItem' ? silence.write : silence.read;
        const answer = await ask(client, requestOf(address, operation, args.input), requestTimeout);
        const $metadata = { httpStatusCode: answer?.status };
        if (answer?.status === 200) return { output: { ...answer.body, $metadata }, response: undefined };
        const { __type: type, message } = answer?.body ?? {};
        if (String(type).endsWith('ConditionalCheckFailedException')) {
          throw new ConditionalCheckFailedException({ message: String(message), $metadata });
        }
        return await next(args);
      },
    { step: 'initialize', priority: 'high', name: 'shortWay' },
  );
}

function requestOf(address: Request, operation: string, input: unknown): Request {
  const { hostname, port } = address;
  const body = JSON.stringify(input);
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': `${Buffer.byteLength(body)}`,
    host: port === undefined ? hostname : `${hostname}:${port}`,
    'x-amz-target': `DynamoDB_20120810.${operation}`,
  };
  return Object.assign(address.clone(), { body, headers });
}

/**
 * @returns nothing where the SDK has to do it
 * @throws Error named TimeoutError
 */
async function ask({ config }: DynamoDBClient, request: Request, requestTimeout: number): Promise<Answer | undefined> {
  try {
    const signer = await config.signer();
    const signed = await signer.sign(request, { signingDate: new Date(Date.now() + config.systemClockOffset) });
    const { response } = await config.requestHandler.handle(signed as Request, { requestTimeout });
    return {
      status: response.statusCode,
      body: JSON.parse(config.utf8Encoder(await config.streamCollector(response.body))) as Answer['body'],
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') throw error;
    return undefined;
  }
}
