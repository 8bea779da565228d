import { pages } from './markdown';
import { names, ordinary } from './names';
import { prose } from './prose';

const list = (text: string): readonly string[] => text.split(',').map((name) => name.trim());
const all = Object.values(names).flatMap(list);

/** The words that a name is made of: `DynamoDB` of Dynamo and DB, `Route 53` of Route and 53. */
const words = (name: string): readonly string[] => name.match(/[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+|[A-Z]|\d+/g) ?? [];

/** What is not a part of another word, of a path, or of an address. */
const alone = (pattern: string): RegExp => new RegExp(`(?<![\\w./@-])(?:${pattern})(?![\\w/@]|[.-]\\w)`, 'gi');

/**
 * A name is spelled wrongly where its words stand in their order, whatever their case and with a space, a hyphen or a full
 * stop between them or nothing, and it is not the name. A plural has its s, a name of small letters may begin a sentence.
 */
function misspelled(line: string): readonly string[] {
  return all.flatMap((name) => {
    const found = line.matchAll(alone(`${words(name).join('[ .-]?')}s?`));
    return [...found].flatMap(([text]) => (isSpelled(text, name) ? [] : `${text}: ${name}`));
  });
}

function isSpelled(text: string, name: string): boolean {
  if ([name, `${name}s`].includes(text)) return true;
  if (ordinary.includes(name) && /^[a-z]+[ -][a-z]+$/.test(text)) return true;
  const beginning = name.charAt(0).toUpperCase() + name.slice(1);
  return [beginning, `${beginning}s`].includes(text) && /^[a-z]+$/.test(name);
}

/** A maker in front of a name that AWS gives to the other one. */
function miscalled(line: string): readonly string[] {
  const wrong = [
    ...list(names.Amazon).map((name) => `AWS ${name}`),
    ...list(names.AWS).map((name) => `Amazon ${name}`),
  ];
  return wrong.flatMap((call) => [...line.matchAll(alone(call))].map(([text]) => text));
}

test.each([
  ...[
    'Dynamo DB',
    'dynamoDB',
    'Cloudwatch',
    'Cloud Watch',
    'Event Bridge',
    'event-bridge',
    'Github',
    'Git Hub',
    'Javascript',
  ],
  ...[
    'Java Script',
    'Postgre SQL',
    'PostgreSql',
    'Node.JS',
    'NodeJS',
    'Route53',
    'route 53',
    'Nat Gateway',
    'NAT Gateway',
  ],
  ...[
    'Step functions',
    'kubernetes',
    'KubeCtl',
    'Config Maps',
    'ArgoCD',
    'eks',
    'Websocket',
    'VMWare',
    'availability zone',
  ],
  ...['IPV6', 'IPv-6', 'Elasticache', 'CRI-o', 'Typescript은'],
])('%s is found', (text) => {
  expect(misspelled(`a ${text}, b`)).toHaveLength(1);
});

test.each(['AWS S3', 'AWS DynamoDB', 'Amazon Lambda', 'Amazon Step Functions'])('%s is found', (text) => {
  expect(miscalled(`a ${text}, b`)).toEqual([text]);
});

test.each([
  ...all.map((name) => `${name} and ${name}s: ${name}, "${name}".`),
  'zero-downtime-eks, lib/github, user@github.com, kubernetes.io and api.github.com',
  'a cron job, some node pools, a network-policy and a secrets manager',
  'Kubectl asks. AWS and Amazon S3. ConfigMap은 DynamoDB에 GitHub의',
])('nothing is found in %j', (line) => {
  expect([...misspelled(line), ...miscalled(line)]).toEqual([]);
});

test.each([...pages])('%s spells names as their makers do', (_, markdown) => {
  expect(prose(markdown).flatMap((line) => [...misspelled(line), ...miscalled(line)])).toEqual([]);
});
