import { spawn } from 'node:child_process';

/**
 * Runs the image's migrations, as the Job of the stack does before the first pod.
 *
 * @throws Error with what they said where they fail
 */
export async function migrate(folder: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn(process.execPath, ['migrate.mjs'], { cwd: folder, env: environment });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the migrations failed: ${said.trim()}`);
}
