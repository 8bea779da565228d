import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { removeAssemblies } from '../../bin/commands/synthesize';
import { type LocalAws, startLocalAws } from '../../lib/local/aws/local-aws';
import { RealClock } from '../../lib/local/real-clock';
import { queueArn, queueCreated, takehome, takehomeHere } from './cli';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  removeAssemblies();
});

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const json = JSON.stringify;
const linesOf = (output: string) => output.split('\n').filter((line) => line !== '');

describe('takehome', () => {
  test('ends when its command has, and tells what was left open', async () => {
    const leak = encodeURIComponent('import net from "node:net"; net.createServer().listen(0, "127.0.0.1");');
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${leak}` };
    const { code, stderr } = await takehome(['show', 'auto-tagging'], { env });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^takehome: ended with .*TCPServerWrap.* open$/m);
  }, 60_000);

  test.each<[string, readonly string[], () => string | Buffer, RegExp]>([
    ['a command that does not exist', ['nonsense'], () => '', /unknown command 'nonsense'/],
    ['an option that does not exist', ['replay', '-', '--nonsense'], () => '', /unknown option '--nonsense'/],
    ['a missing argument', ['replay'], () => '', /missing required argument 'path'/],
    ['a sweep that would queue', ['sweep'], () => '', /required option '--dry-run'/],
    ['an unknown exercise', ['prove', 'nope'], () => '', /no exercise 'nope'; there is: auto-tagging/],
    ['a file that is not there', ['replay', '/nonexistent/file'], () => '', /no such file/],
    ['input that is not JSON', ['replay', 'FILE'], () => 'hello\nworld\n', /not JSON/],
    ['input that is not CloudTrail', ['replay', 'FILE'], () => '{"a":1}', /no CloudTrail record/],
    ['empty input', ['replay', 'FILE'], () => '', /empty/],
    ['a truncated gzip', ['replay', 'FILE'], () => gzipSync(json({ Records: [] }).repeat(50)).subarray(0, 30), /gzip/],
    ['two records to explain', ['explain', 'FILE'], () => json([queueCreated('a'), queueCreated('b')]), /one record/],
    ['nothing to send', ['send', 'FILE'], () => '{"a":1}', /no CloudTrail record/],
  ])('answers %s with one line and exit code 2', async (name, args, content, message) => {
    const path = file(`${name.replaceAll(' ', '-')}.json`, content());
    const { code, stdout, stderr } = await takehomeHere(args.map((arg) => (arg === 'FILE' ? path : arg)));
    const lines = linesOf(stderr);
    expect([code, stdout, lines.at(-1)]).toEqual([2, '', expect.stringMatching(message)]);
    expect(lines.at(-1)).toMatch(/^takehome: /);
    expect(lines).toHaveLength(args[0] === 'send' ? 2 : 1);
  });

  test.each<[string, readonly string[], Readonly<Record<string, string>>, RegExp]>([
    [
      'an endpoint',
      ['replay', 'FILE'],
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
      /cannot reach http:\/\/127.0.0.1:1: ECONNREFUSED/,
    ],
    [
      'an endpoint to write to',
      ['replay', 'FILE', '--apply'],
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
      /cannot reach/,
    ],
    ['an endpoint to sweep', ['sweep', '--dry-run'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, /cannot reach/],
    ['an endpoint to send to', ['send'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, /cannot reach/],
    [
      'AWS without credentials',
      ['replay', 'FILE', '--apply'],
      { AWS_REGION: 'us-east-1' },
      /AWS does not know who calls: Credentials/,
    ],
    ['AWS without credentials to sweep', ['sweep', '--dry-run'], {}, /AWS does not know who calls: Credentials/],
    ['a bus without credentials', ['send'], { AWS_REGION: 'us-east-1' }, /the bus cannot be reached: Credentials/],
    ['a bus without Region', ['send'], {}, /the bus cannot be reached: Region is missing/],
    [
      'Slack',
      ['replay', 'FILE', '--slack-url', 'http://127.0.0.1:1/s3cret'],
      {},
      /cannot reach http:\/\/127.0.0.1:1: ECONNREFUSED/,
    ],
    [
      'Slack by http',
      ['replay', 'FILE', '--slack-url', 'http://hooks.example/s3cret'],
      {},
      /does not begin with https:/,
    ],
    ['Slack by anything', ['replay', 'FILE', '--slack-url', 's3cret'], {}, /the Slack URL is not a URL/],
  ])('cannot use %s, and says so in one line without a secret', async (_, args, env, message) => {
    const path = file('good.json', json(queueCreated('a')));
    const given = args.map((arg) => (arg === 'FILE' ? path : arg));
    const { code, stdout, stderr } = await takehomeHere(given, env);
    expect([code, stdout, linesOf(stderr)]).toEqual([2, '', [expect.stringMatching(message)]]);
    expect(stderr).not.toContain('s3cret');
  });

  test('replays a folder of what AWS delivers: JSON lines on standard output and nothing else', async () => {
    const trail = join(folder, 'trail');
    mkdirSync(join(trail, 'deeper'), { recursive: true });
    writeFileSync(join(trail, '1.json.gz'), gzipSync(json({ Records: [queueCreated('a'), { eventID: 'half' }] })));
    writeFileSync(join(trail, '2.json'), 'not JSON');
    writeFileSync(join(trail, '3.jsonl'), `${json(queueCreated('b'))}\nbroken\n${json(queueCreated('b'))}\n`);
    const envelope = { source: 'aws.sqs', 'detail-type': 'AWS API Call via CloudTrail', detail: queueCreated('c') };
    writeFileSync(join(trail, 'deeper', '4.json'), json([envelope]));
    const { code, stdout, stderr } = await takehome(['replay', trail, '--json']);
    const found = linesOf(stdout).map((line) => JSON.parse(line));
    expect(found.map(({ eventId, outcome }) => [eventId, outcome])).toEqual([
      ['event-a', 'tagged'],
      ['half', 'failed'],
      ['', 'failed'],
      ['event-b', 'tagged'],
      ['', 'failed'],
      ['event-b', 'compliant'],
      ['event-c', 'tagged'],
    ]);
    const keys = ['eventId', 'eventSource', 'eventName', 'outcome', 'arns', 'tags', 'reason'];
    for (const one of found) expect(Object.keys(one)).toEqual(keys);
    expect(code).toBe(0);
    const told = linesOf(stderr).filter((line) => !/^\d+ of \d+ records$/.test(line));
    expect(told).toEqual([
      expect.stringMatching(/1\.json\.gz#1: not a CloudTrail record/),
      expect.stringMatching(/2\.json: .*not JSON/),
      expect.stringMatching(/3\.jsonl:2: not JSON/),
    ]);
  });

  test('replays standard input for a person, without colours, and steers no terminal', async () => {
    const hostile = queueCreated('b', { eventSource: 'unheard-of.amazonaws.com', eventName: 'Create\u001b[2JX' });
    const { code, stdout } = await takehome(['replay', '-'], {
      input: `${json(queueCreated('a'))}\n${json(hostile)}`,
    });
    const [first = '', second = ''] = linesOf(stdout);
    expect(first).toMatch(
      /^tagged {4}sqs\.amazonaws\.com CreateQueue +arn:aws:sqs:eu-west-1:123456789012:a +These tags/,
    );
    expect(second).toMatch(/^unmapped {2}unheard-of/);
    expect(stdout).toContain('Auto-tagging: 1 tagged, 1 not mapped');
    expect(stdout).toContain('1 tagged, 1 unmapped\na dry run');
    expect(stdout).not.toContain('\u001b');
    expect(code).toBe(0);
  });

  test('explains a record', async () => {
    const path = file('one.json', json(queueCreated('a')));
    const plain = await takehomeHere(['explain', path]);
    const asJson = await takehomeHere(['explain', path, '--json']);
    for (const part of [
      /^who +ana$/m,
      /^created +sqs:queue arn:/m,
      /^tag +owner = ana \(added/m,
      /^outcome +tagged$/m,
    ]) {
      expect(plain.stdout).toMatch(part);
    }
    expect(plain.stdout).toContain('Slack\n  Auto-tagging: 1 tagged');
    expect(JSON.parse(asJson.stdout)).toMatchObject({ who: { owner: 'ana' }, outcome: 'tagged' });
  });

  describe('with an account', () => {
    let account: LocalAws;
    beforeEach(async () => {
      account = await startLocalAws({ clock: new RealClock() });
    });
    afterEach(() => account.stop());

    test.each<[readonly string[], readonly string[]]>([
      [[], []],
      [['--apply'], ['owner', 'created-by', 'created-at', 'cost-center']],
    ])('replay %j leaves these tags there: %j', async (options, keys) => {
      const path = file('a.json', json(queueCreated('a')));
      const env = { AWS_ENDPOINT_URL: account.url, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
      const { code, stdout } = await takehome(['replay', path, '--json', ...options], { env });
      expect([code, JSON.parse(stdout).outcome]).toEqual([0, 'tagged']);
      expect(Object.keys(account.inventory.tagsOf(queueArn('a')))).toEqual(keys);
      expect(new Set(account.calls.map(({ service }) => service))).toEqual(new Set(['tagging']));
    });
  });

  test('exits with 2 and one line, not a stack', async () => {
    expect(await takehome(['replay', '-'], { input: 'hello' })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'takehome: stdin: not JSON\n',
    });
  });

  test('does not mind that nobody reads on', async () => {
    const path = file('many.jsonl', Array.from({ length: 2_000 }, (_, n) => json(queueCreated(`q${n}`))).join('\n'));
    const command = `"${process.execPath}" --import tsx bin/takehome.ts replay "${path}" --json | head -1`;
    const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(JSON.parse(stdout)).toMatchObject({ eventId: 'event-q0' });
    expect(linesOf(stderr).filter((line) => !/^\d+ of \d+ records$/.test(line))).toEqual([]);
  });
});
