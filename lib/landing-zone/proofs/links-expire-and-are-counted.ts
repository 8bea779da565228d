import { stageService } from '../../constructs/bundled-service';
import type { Proof, Verdict } from '../../proof/claim';
import { LOCAL_TOKEN, LocalLinks, type LocalPod } from '../local-links';
import { readLandingZone, resourcesOf, type Template } from '../template';

/** Visits while a pod is replaced, and visitors at once. */
const VISITS = 100;
const VISITORS = 8;

/** Runs the files of the image against DynamoDB on this machine. */
export const prove: Proof = async ({ assembly }) =>
  linksVerdict(readLandingZone(assembly), (folder) => stageService('landing-zone', folder));

/** @param stage writes the files of the image into a folder */
export async function linksVerdict(template: Template, stage: (folder: string) => void): Promise<Verdict> {
  const links = await LocalLinks.start(template, stage);
  try {
    const first = await links.startPod();
    const code = await shorten(first);
    const { redirects, pod, exitCode } = await visitWhileReplaced(links, first, code);
    // What goes on after an answer has ended when the pod has.
    const secondExit = await pod.terminate();
    const last = await links.startPod();
    const counted = await visitsOf(last, code);
    await expire(links, code);
    const afterwards = await statusOf(last, code);
    const unneeded = differences(template, links);
    const problems = [
      ...(redirects === VISITS ? [] : [`${VISITS - redirects} of ${VISITS} visitors were not redirected`]),
      ...(counted === redirects ? [] : [`${redirects} visitors were redirected, and ${counted} counted`]),
      ...(afterwards === 410 ? [] : [`an expired link answers ${afterwards}`]),
      ...[exitCode, secondExit].filter((exit) => exit !== 0).map((exit) => `a pod ended with ${exit}`),
      ...unneeded,
    ];
    return {
      holds: problems.length === 0,
      figures: {
        'visitors while a pod was replaced': VISITS,
        'visitors who were redirected': redirects,
        'visits that were counted': counted,
        'calls to DynamoDB': links.aws.calls.length,
      },
      notes: problems,
    };
  } finally {
    await links.stop();
  }
}

/** Everybody goes to the first pod, then to the second one; the first one ends while visitors are still with it. */
async function visitWhileReplaced(links: LocalLinks, first: LocalPod, code: string) {
  let pod = first;
  let ending: Promise<number | null> | undefined;
  let started = 0;
  let redirects = 0;
  const replacement = links.startPod();
  const visitor = async (): Promise<void> => {
    while (started++ < VISITS) {
      const visit = statusOf(pod, code).catch(() => 0);
      if (started >= VISITS / 2 && !ending) {
        pod = await replacement;
        ending ??= first.terminate();
      }
      if ((await visit) === 302) redirects++;
    }
  };
  await Promise.all(Array.from({ length: VISITORS }, visitor));
  return { redirects, pod, exitCode: await ending };
}

const headers = { authorization: `Bearer ${LOCAL_TOKEN}`, 'content-type': 'application/json' };

async function shorten({ url }: LocalPod): Promise<string> {
  const body = JSON.stringify({ url: 'https://example.com/' });
  const response = await fetch(`${url}/api/links`, { method: 'POST', headers, body });
  if (response.status !== 201) throw new Error(`a link was answered with ${response.status}`);
  return ((await response.json()) as { readonly code: string }).code;
}

async function visitsOf({ url }: LocalPod, code: string): Promise<number> {
  const response = await fetch(`${url}/api/links/${code}`, { headers });
  return ((await response.json()) as { readonly visits: number }).visits;
}

/** 0 for a redirect to nowhere. */
async function statusOf({ url }: LocalPod, code: string): Promise<number> {
  const response = await fetch(`${url}/${code}`, { redirect: 'manual' });
  await response.arrayBuffer();
  return response.status === 302 && response.headers.get('location') !== 'https://example.com/' ? 0 : response.status;
}

async function expire({ aws }: LocalLinks, code: string): Promise<void> {
  await aws.dynamoDb.call('UpdateItem', {
    TableName: 'links',
    Key: { code: { S: code }, item: { S: 'link' } },
    UpdateExpression: 'SET expiresAt = :past',
    ExpressionAttributeValues: { ':past': { N: String(Math.floor(Date.now() / 1000)) } },
  });
}

/** What the pods called and may not, or may and did not call. Readiness asks for the table, and nobody probes here. */
function differences(template: Template, { aws }: LocalLinks): readonly string[] {
  const policies = resourcesOf(template, 'AWS::IAM::Policy').filter(([id]) => id.startsWith('StagingRole'));
  const allowed = [...JSON.stringify(policies).matchAll(/dynamodb:(\w+|\*)/g)].map(([, action = '']) => action);
  const called = new Set(['DescribeTable', ...aws.calls.map(({ operation }) => operation)]);
  return [
    ...[...called].filter((call) => !allowed.includes(call)).map((call) => `the pods may not call ${call}`),
    ...allowed.filter((action) => !called.has(action)).map((action) => `the pods may call ${action} and never do`),
  ];
}
