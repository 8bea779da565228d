import { Pace } from '../../../../lambda/auto-tagging/notification/pace';

describe('Pace', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('holds the first call as well', async () => {
    const start = Date.now();
    const ready = new Pace(1000).ready();
    await jest.runAllTimersAsync();
    await ready;
    expect(Date.now() - start).toBe(1000);
  });

  it('holds from one call to the next, longer when told so', () => {
    const pace = new Pace(1000);
    pace.called();
    expect(pace.readyIn()).toBe(1000);
    jest.advanceTimersByTime(400);
    expect(pace.readyIn()).toBe(600);
    pace.called(30_000);
    expect(pace.readyIn()).toBe(30_000);
    pace.called(0);
    expect(pace.readyIn()).toBe(1000);
  });

  it('does not hold for ever when the clock is set back', () => {
    const pace = new Pace(1000);
    pace.called();
    jest.setSystemTime(0);
    expect(pace.readyIn()).toBe(1000);
  });
});
