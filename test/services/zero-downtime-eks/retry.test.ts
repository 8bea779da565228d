import {
  isLostConnection,
  LedgerUnavailableError,
  retryOnLostConnection,
} from '../../../services/zero-downtime-eks/retry';

const failure = (code: string) => Object.assign(new Error(code), { code });

describe('what counts as a lost connection', () => {
  test.each([
    'CONNECTION_CLOSED',
    'CONNECTION_DESTROYED',
    'CONNECT_TIMEOUT',
    'ECONNREFUSED',
    'ECONNRESET',
    'EAI_AGAIN',
    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    '08006',
    '25006',
    '28P01',
    '53300',
    '57P01',
    '57P02',
    '57P03',
  ])('%s', (code) => expect(isLostConnection(failure(code))).toBe(true));

  // CONNECTION_ENDED: this process is closing its pool, and another connection will not come.
  test.each(['CONNECTION_ENDED', '23505', '40001', '42703', '57014', ''])('not %p', (code) => {
    expect(isLostConnection(failure(code))).toBe(false);
  });

  test.each([undefined, 'ECONNRESET', new Error('ECONNRESET')])('not %p', (error) => {
    expect(isLostConnection(error)).toBe(false);
  });
});

describe('retryOnLostConnection', () => {
  test('tries again until it is done', async () => {
    const errors = [failure('57P01'), failure('ECONNREFUSED')];
    const step = jest.fn(async () => {
      const error = errors.shift();
      if (error) throw error;
      return 'done';
    });
    expect(await retryOnLostConnection(step)).toBe('done');
    expect(step).toHaveBeenCalledTimes(3);
  });

  test('does not try again what has another reason', async () => {
    const step = jest.fn(async () => {
      throw failure('23505');
    });
    await expect(retryOnLostConnection(step)).rejects.toThrow('23505');
    expect(step).toHaveBeenCalledTimes(1);
  });

  test('gives up when the time is over, and says why', async () => {
    const error = failure('ECONNREFUSED');
    const result = retryOnLostConnection(() => Promise.reject(error), { seconds: 0.2 });
    await expect(result).rejects.toThrow(LedgerUnavailableError);
    await expect(result).rejects.toMatchObject({ cause: error });
  });

  test('does not wait for a host that is gone without a word', async () => {
    let attempts = 0;
    const step = () => (++attempts === 1 ? new Promise<string>(() => undefined) : Promise.resolve('done'));
    expect(await retryOnLostConnection(step, { attemptSeconds: 0.05 })).toBe('done');
  });

  test('is over in time even then', async () => {
    const never = () => new Promise<string>(() => undefined);
    await expect(retryOnLostConnection(never, { seconds: 0.1 })).rejects.toThrow(LedgerUnavailableError);
  });
});
