export interface ZeroDowntimeEksConfig {
  /** Who is told when an alarm goes off. @default - nobody */
  readonly alarmEmail?: string;
}

/** One line for each problem: `property: limit, got: what was received`. */
export function problems({ alarmEmail }: ZeroDowntimeEksConfig): readonly string[] {
  if (alarmEmail === undefined || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(alarmEmail)) return [];
  return [`alarmEmail: an e-mail address, got: ${JSON.stringify(alarmEmail)}`];
}
