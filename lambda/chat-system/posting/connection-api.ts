import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';

/** Milliseconds of the longest first wait between two attempts, and of any wait. */
const BASE = 50;
const LONGEST = 2_000;
/** Milliseconds that an attempt may take; what is kept free for whoever waits for the outcome comes on top. */
const ATTEMPT = 3_000;

/** The time was up before a connection took a frame. */
export class NotPostedError extends Error {
  override readonly name = 'NotPostedError';
}

export interface PostCounts {
  delivered: number;
  gone: number;
  retries: number;
}

/**
 * Posts to connections. What may pass, throttling and errors of the server, is tried again with full jitter until a
 * deadline.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export class ConnectionApi {
  readonly counts: PostCounts = { delivered: 0, gone: 0, retries: 0 };
  private readonly client: ApiGatewayManagementApiClient;

  /** @param endpoint such as `https://<api>.execute-api.<Region>.amazonaws.com/<stage>` */
  constructor(endpoint: string) {
    this.client = new ApiGatewayManagementApiClient({ endpoint, maxAttempts: 1 });
  }

  /**
   * @param deadline milliseconds since 1970
   * @throws NotPostedError; what API Gateway answers to a frame that it will never take
   */
  async post(connectionId: string, frame: string, deadline: number): Promise<'delivered' | 'gone'> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: frame }), {
          abortSignal: AbortSignal.timeout(ATTEMPT),
        });
        this.counts.delivered++;
        return 'delivered';
      } catch (error) {
        if (error instanceof GoneException) {
          this.counts.gone++;
          return 'gone';
        }
        if (!mayPass(error)) throw error;
        const wait = Math.random() * Math.min(LONGEST, BASE * 2 ** attempt);
        if (Date.now() + wait >= deadline) throw new NotPostedError(`after ${attempt + 1} attempts`, { cause: error });
        this.counts.retries++;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  /** Ends a connection; one that is gone is as good. API Gateway chooses the code. */
  async close(connectionId: string): Promise<void> {
    try {
      await this.client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
    } catch (error) {
      if (!(error instanceof GoneException)) throw error;
    }
  }

  /** @returns the counts since the last call */
  takeCounts(): PostCounts {
    const { delivered, gone, retries } = this.counts;
    Object.assign(this.counts, { delivered: 0, gone: 0, retries: 0 });
    return { delivered, gone, retries };
  }
}

function mayPass(error: unknown): boolean {
  const { $metadata, name } = (error ?? {}) as { $metadata?: { httpStatusCode?: number }; name?: string };
  const status = $metadata?.httpStatusCode;
  // Without a status nobody has answered.
  return status === undefined || status === 429 || status >= 500 || name === 'LimitExceededException';
}
