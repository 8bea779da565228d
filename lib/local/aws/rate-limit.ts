import { AwsError } from './service';

/** At most `perSecond` calls in any second, for each key. */
export class RateLimit {
  private readonly accepted = new Map<string, number[]>();

  constructor(private readonly perSecond: number) {}

  /**
   * @param key such as account and Region
   * @param time milliseconds since 1970
   * @throws AwsError ThrottlingException; the call does not count then
   */
  take(key: string, time: number): void {
    const recent = (this.accepted.get(key) ?? []).filter((at) => at > time - 1000);
    if (recent.length >= this.perSecond) throw new AwsError('ThrottlingException', 'Rate exceeded');
    recent.push(time);
    this.accepted.set(key, recent);
  }
}
