import { prove as bothAnswers } from '../../../../lib/chat-system/proofs/both-answers';
import { proveOutsiderOfFunctions } from '../../../../lib/chat-system/proofs/outsider-reads-nothing';
import { brokenAssembly, changedAssembly, goodAssembly, removeAssemblies } from '../serverless/assembly';

const assembly = goodAssembly();
const progress = () => undefined;
const request = { id: 'Request', entry: 'lambda/chat-system/request.ts' } as const;

afterAll(removeAssemblies);

describe('both-answers', () => {
  test('holds', async () =>
    expect(await bothAnswers({ assembly, progress })).toMatchObject({ holds: true, notes: [] }));

  test('does not hold where a batch of the stream is not tried again', async () => {
    const broken = changedAssembly(assembly, 'AWS::Lambda::EventSourceMapping', (properties) => {
      properties.MaximumRetryAttempts = 0;
    });
    const { holds, notes } = await bothAnswers({ assembly: broken, progress });
    expect(holds).toBe(false);
    expect(notes).toEqual(expect.arrayContaining([expect.stringMatching(/batches of the stream were given up/)]));
  });
});

describe('outsider-reads-nothing', () => {
  test('holds', async () =>
    expect(await proveOutsiderOfFunctions({ assembly, progress })).toMatchObject({ holds: true, notes: [] }));

  test('does not hold where a connection outlives its token', async () => {
    const replaced = {
      file: 'lambda/chat-system/request.ts',
      replace: 'Date.now() >= connection.endsAt',
      by: 'connection.endsAt === 0',
    };
    const broken = await brokenAssembly(assembly, { ...request, ...replaced });
    const { holds, notes } = await proveOutsiderOfFunctions({ assembly: broken, progress });
    expect(holds).toBe(false);
    expect(notes).toEqual(['late was served after the end']);
  });
});
