import type { Claim } from '../proof/claim';
import { proved } from '../proof/proved';

/** What docs/chat-system.md claims. */
export const claims: readonly Claim[] = [
  {
    id: 'chat-system/same-millisecond',
    text: 'Messages that two servers take in the same millisecond all survive, in one order for everybody.',
    evidence: proved(() => import('./proofs/same-millisecond')),
  },
  {
    id: 'chat-system/nothing-acknowledged-is-lost',
    text: 'Through ten kills of the broker, ten deploys and five kills of servers no acknowledged message is lost, and everybody ends with the same history; plain publish and subscribe beside it loses some.',
    evidence: proved(() => import('./proofs/nothing-acknowledged-is-lost')),
  },
  {
    id: 'chat-system/network-cut',
    text: 'While a server is cut off from the broker or from the store, or a client from its server, messages still come by another way, and afterwards everybody has the same history.',
    evidence: proved(() => import('./proofs/network-cut')),
  },
  {
    id: 'chat-system/sent-once',
    text: 'A message whose acknowledgement was lost, as the server died right after the store had it, is sent again to another server and stored once.',
    evidence: proved(() => import('./proofs/sent-once')),
  },
  {
    id: 'chat-system/slow-client',
    text: 'A client that stops reading is told that it is behind and catches up; it costs the server a bounded amount of memory, and the others nothing.',
    evidence: proved(() => import('./proofs/slow-client')),
  },
  {
    id: 'chat-system/outsider-reads-nothing',
    text: 'Who is not in a room, or no more, reads nothing of it and changes nothing in it, at either answer: not by a forged room or token, an expired one, another origin, or the key of a file.',
    evidence: proved(() => import('./proofs/outsider-reads-nothing')),
  },
  {
    id: 'chat-system/presence-ages-out',
    text: 'The users of a killed server go offline within the time that presence lasts without anybody doing anything, and nobody is offline while connected.',
    evidence: proved(() => import('./proofs/presence-ages-out')),
  },
  {
    id: 'chat-system/drain-loses-nothing',
    text: 'A deployment tells every client when to go, spread over seconds, and loses no message.',
    evidence: proved(() => import('./proofs/drain-loses-nothing')),
  },
  {
    id: 'chat-system/both-answers',
    text: 'The serverless answer keeps the same promises while its functions crash before and after one request after the other, batches of the stream come twice, and connections vanish.',
    evidence: proved(() => import('./proofs/both-answers')),
  },
  {
    id: 'chat-system/two-windows-talk',
    text: 'Two windows of a real browser, on a desktop and on a phone, talk, send a picture, lose the connection and miss nothing.',
    evidence: proved(() => import('./proofs/two-windows-talk')),
  },
  {
    id: 'chat-system/delivers-in-an-account',
    text: 'In an account, either stack serves the web client at the address that it prints, and two people who sign in there talk.',
    evidence: { kind: 'account', command: 'npx cdk deploy ChatSystem-Serverless ChatSystem-Fargate' },
  },
  {
    id: 'chat-system/scales-on-connections',
    text: 'In an account, servers are added when there are more connections to each than the config says.',
    evidence: {
      kind: 'account',
      command: 'aws application-autoscaling describe-scaling-activities --service-namespace ecs',
    },
  },
  {
    id: 'chat-system/destroy-leaves-nothing',
    text: 'After the destroy no resource of the stacks is left.',
    evidence: {
      kind: 'account',
      command:
        'npx cdk destroy ChatSystem-Serverless ChatSystem-Fargate && aws resourcegroupstaggingapi get-resources --tag-filters Key=aws:cloudformation:stack-name,Values=ChatSystem-Serverless,ChatSystem-Fargate',
    },
  },
  {
    id: 'chat-system/connections-end',
    text: 'API Gateway ends a WebSocket after two hours, or after ten minutes without a message, so every client has to be able to resume.',
    evidence: {
      kind: 'cited',
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html',
    },
  },
  {
    id: 'chat-system/disconnect-may-not-come',
    text: 'API Gateway delivers $disconnect at best effort, so presence is a heartbeat with an end and not a flag.',
    evidence: {
      kind: 'cited',
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html',
    },
  },
  {
    id: 'chat-system/a-partition-has-a-limit',
    text: 'A partition of DynamoDB takes 1,000 write units a second, so the messages of a busy room are stored as batches.',
    evidence: {
      kind: 'cited',
      link: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput-scenarios.html',
    },
  },
  {
    id: 'chat-system/expired-items-are-still-read',
    text: 'DynamoDB deletes expired items typically within two days, and reads show them until then, so who is there is filtered by time.',
    evidence: {
      kind: 'cited',
      link: 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html',
    },
  },
  {
    id: 'chat-system/publish-is-at-most-once',
    text: 'What Valkey publishes is delivered at most once and lost to whoever is away, so it tells of messages and does not keep them.',
    evidence: { kind: 'cited', link: 'https://github.com/valkey-io/valkey-doc/blob/main/topics/pubsub.md' },
  },
];
