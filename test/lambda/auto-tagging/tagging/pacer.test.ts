import fc from 'fast-check';
import { fullJitter, Pacer } from '../../../../lambda/auto-tagging/tagging/pacer';

describe('Pacer', () => {
  it('spaces calls evenly, also when timers are a little late', () => {
    const pacer = new Pacer(2.5, 5);
    let now = 1_000_000;
    const starts: number[] = [];
    for (let call = 0; call < 251; call += 1) {
      now += pacer.wait(now) + (call % 3) * 7;
      pacer.use(now);
      starts.push(now);
    }
    expect((starts.at(-1) ?? 0) - (starts[0] ?? 0)).toBeLessThan(100_100);
    expect((starts.at(-1) ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(99_900);
  });

  it('never catches up in a burst', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 10, maxLength: 50 }), (idle) => {
        const pacer = new Pacer(5, 5);
        let now = 1_000_000;
        const starts = idle.map((milliseconds) => {
          now += milliseconds;
          now += pacer.wait(now);
          pacer.use(now);
          return now;
        });
        return starts.every((start, index) => index === 0 || start - (starts[index - 1] ?? 0) >= 150);
      }),
    );
  });

  it('pauses', () => {
    const pacer = new Pacer(5, 5);
    pacer.pause(1_000, 3_000);
    expect(pacer.wait(1_000)).toBe(3_000);
  });

  it('changes sides after throttling, until the calls of two interleave', () => {
    const random = jest.spyOn(Math, 'random').mockReturnValue(0);
    const [one, two] = [new Pacer(2.5, 5), new Pacer(2.5, 5)];
    expect([one.wait(999_999), two.wait(999_999)]).toEqual([1, 1]);
    two.throttled();
    expect([one.wait(999_999), two.wait(999_999)]).toEqual([1, 201]);
    two.use(1_000_200);
    expect(two.wait(1_000_200)).toBe(400);
    expect(two.wait(2_000_001)).toBe(199);
    random.mockRestore();
  });
});

describe('fullJitter', () => {
  it.each([
    [1, 1_000],
    [3, 4_000],
    [30, 20_000],
  ])('attempt %d waits at most %d ms', (attempt, most) => {
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.999999);
    expect(fullJitter(attempt)).toBeLessThanOrEqual(most);
    expect(fullJitter(attempt)).toBeGreaterThan(most * 0.99);
    random.mockRestore();
  });
});
