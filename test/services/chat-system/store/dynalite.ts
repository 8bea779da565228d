import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tableDefinition } from '../../../../lib/chat-system/local/table-definition';
import { LocalDynamoDb } from '../../../../lib/local/aws/dynamodb';
import { chatDynamoClient } from '../../../../services/chat-system/store/dynamo-client';
import type { TableKeys } from '../../../../services/chat-system/store/table-keys';

/** DynamoDB on a port of this computer. */
export class Dynalite {
  private readonly dynamoDb = new LocalDynamoDb();
  private readonly server: Server;
  private readonly clients: DynamoDBClient[] = [];
  private tables = 0;

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      const answered = async () => {
        const headers = request.headers as Record<string, string>;
        const body = Buffer.concat(chunks);
        const answer = await this.dynamoDb.handle({ method: request.method ?? 'POST', headers, body });
        response.writeHead(answer.status, answer.headers).end(answer.body);
      };
      request.on('end', () => void answered());
    });
  }

  async client(): Promise<DynamoDBClient> {
    if (!this.server.listening) await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as AddressInfo;
    const client = chatDynamoClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    this.clients.push(client);
    return client;
  }

  /** A new table with these keys. @returns its name */
  async table(keys: TableKeys): Promise<string> {
    const name = `table${++this.tables}`;
    const client = await this.client();
    await client.send(new CreateTableCommand(tableDefinition(name, keys)));
    return name;
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.destroy();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    await this.dynamoDb.stop();
  }
}
