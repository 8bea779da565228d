import { ALL_REGION_SETS, regionSetOf } from './region-sets';

/** How many servers run. */
export interface ServersConfig {
  /** 2 to 100, so that one may go. */
  readonly least: number;
  /** `least` to 100. */
  readonly most: number;
}

/** Tables that are written and read with strong consistency in three Regions. */
export interface GlobalTableConfig {
  /** The two other Regions; with that of the stack they are of one set. */
  readonly replicaRegions: readonly string[];
}

/** What the servers of another Region share with those of the first: outputs of its stack ChatSystem-Fargate. */
export interface HomeConfig {
  /** Region of that stack. */
  readonly region: string;
  /** Names of its tables, which have replicas in this Region. */
  readonly messagesTable: string;
  readonly roomsTable: string;
  /** Its users: a name is the same person everywhere. */
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** Host name of its managed login. */
  readonly signInDomain: string;
  /** Name of its bucket of attachments. */
  readonly attachmentsBucket: string;
}

/** A name of one's own for the web client and its socket. Without one they have CloudFront's. */
export interface DomainConfig {
  /** Such as `chat.example.com`. */
  readonly name: string;
  /** ARN of its certificate in us-east-1, where CloudFront looks for it. */
  readonly certificateArn: string;
  /**
   * ARN of its certificate in the stack's Region, for the load balancer.
   *
   * @default - CloudFront speaks HTTP to the load balancer, inside of the VPC
   */
  readonly loadBalancerCertificateArn?: string;
}

export interface ChatSystemConfig {
  /** Connections that one server takes, 100 to 15,000; servers are added before it is reached. */
  readonly connectionsPerServer: number;

  readonly servers: ServersConfig;

  /**
   * Origins of other web clients, such as `https://example.com` or that of the stack in another Region. They sign in,
   * connect and post attachments like this one.
   *
   * @default - none
   */
  readonly allowedOrigins?: readonly string[];

  /** @default - the name that CloudFront gives */
  readonly domain?: DomainConfig;

  /** @default - one Region */
  readonly globalTable?: GlobalTableConfig;

  /** Of servers in a further Region. @default - this is the first, or the only one */
  readonly home?: HomeConfig;

  /** Who is told when an alarm goes off. @default - nobody */
  readonly alarmEmail?: string;
}

type Demand = (holds: boolean, property: string, limit: string, got: unknown) => void;

/** One line for each problem: `property: limit, got: what was received`. */
export function problems(config: ChatSystemConfig): readonly string[] {
  const found: string[] = [];
  const demand: Demand = (holds, property, limit, got) => {
    if (!holds) found.push(`${property}: ${limit}, got: ${JSON.stringify(got)}`);
  };
  const isWhole = (value: number, least: number, most: number): boolean =>
    Number.isInteger(value) && value >= least && value <= most;
  const { connectionsPerServer, servers, allowedOrigins = [], domain, globalTable, home, alarmEmail } = config;

  const connections = 'a whole number, 100 to 15,000';
  demand(isWhole(connectionsPerServer, 100, 15_000), 'connectionsPerServer', connections, connectionsPerServer);
  demand(isWhole(servers.least, 2, 100), 'servers.least', 'a whole number, 2 to 100', servers.least);
  demand(isWhole(servers.most, servers.least, 100), 'servers.most', 'a whole number, least to 100', servers.most);
  demand(allowedOrigins.every(isOrigin), 'allowedOrigins', 'origins such as https://example.com', allowedOrigins);
  if (domain) domainProblems(domain, demand);
  if (globalTable) globalTableProblems(globalTable, demand);
  if (home) homeProblems(home, globalTable, demand);
  if (alarmEmail !== undefined) {
    demand(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(alarmEmail), 'alarmEmail', 'an e-mail address', alarmEmail);
  }
  return found;
}

/** Cognito sends nobody back to a page without TLS but to one on the same machine. */
const isOrigin = (text: string): boolean =>
  URL.canParse(text) && new URL(text).origin === text && /^(https:|http:\/\/localhost\b)/.test(text);

function domainProblems(domain: DomainConfig, demand: Demand): void {
  const { name, certificateArn, loadBalancerCertificateArn: balancerArn } = domain;
  const isName = /^(?=.{4,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,63}$/.test(name);
  demand(isName, 'domain.name', 'a host name in lower case', name);
  const isCertificate = /^arn:[\w-]+:acm:us-east-1:\d{12}:certificate\/[\w-]+$/.test(certificateArn);
  demand(isCertificate, 'domain.certificateArn', 'ARN of a certificate of ACM in us-east-1', certificateArn);
  if (balancerArn === undefined) return;
  const isRegional = /^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/.test(balancerArn);
  demand(isRegional, 'domain.loadBalancerCertificateArn', 'ARN of a certificate of ACM', balancerArn);
}

function globalTableProblems({ replicaRegions }: GlobalTableConfig, demand: Demand): void {
  const property = 'globalTable.replicaRegions';
  demand(new Set(replicaRegions).size === 2 && replicaRegions.length === 2, property, 'two Regions', replicaRegions);
  const sets = new Set(replicaRegions.map(regionSetOf));
  demand(sets.size === 1 && !sets.has(undefined), property, `Regions of one of ${ALL_REGION_SETS}`, replicaRegions);
}

function homeProblems(home: HomeConfig, globalTable: GlobalTableConfig | undefined, demand: Demand): void {
  demand(globalTable === undefined, 'home', 'nothing where globalTable is given: one stack has the tables', home);
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
  const table = /^[\w.-]{3,255}$/;
  const limits: readonly (readonly [keyof HomeConfig, RegExp, string])[] = [
    ['region', /^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region'],
    ['messagesTable', table, 'name of a table'],
    ['roomsTable', table, 'name of a table'],
    ['userPoolId', /^[\w-]+_\w+$/, 'id of a user pool'],
    ['userPoolClientId', /^\w+$/, 'id of its client'],
    ['signInDomain', /^[a-z\d.-]+$/, 'a host name'],
    ['attachmentsBucket', /^[a-z\d][a-z\d.-]{2,62}$/, 'name of a bucket'],
  ];
  for (const [name, pattern, limit] of limits) demand(pattern.test(home[name]), `home.${name}`, limit, home[name]);
}
