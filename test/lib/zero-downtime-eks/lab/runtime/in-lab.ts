import { missingRequirements } from '../../../../../lib/zero-downtime-eks/lab/runtime/requirements';

/** Runs a test where the lab can run; elsewhere it says why not. */
export async function inLab(run: () => Promise<void>): Promise<void> {
  const missing = missingRequirements();
  if (missing !== undefined) console.log(`skipped: ${missing}`);
  else await run();
}

export function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
}
