/**
 * Runs what needs a lab; where there cannot be one it says so and passes, as the machine decides and not the code.
 */
export async function inLab(test: () => Promise<void>): Promise<void> {
  try {
    await test();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'LabUnavailableError') throw error;
    process.stderr.write(`skipped: ${error.message}\n`);
  }
}

/** Where programs are looked for. */
export const PATH = process.env.PATH ?? '';
