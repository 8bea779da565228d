import { join } from 'node:path';
import type { RolloutSpec } from './rollout-spec';

/** A file that makes the real server misbehave, or stands for a script that somebody would put into the image. */
export function brokenFile(name: string): string {
  return join(__dirname, 'broken', name);
}

/**
 * The same image whose server is broken by a module that Node loads before it.
 *
 * @param seconds of the real world, for modules that wait
 */
export function broken(spec: RolloutSpec, module: string, seconds?: number): RolloutSpec {
  const [program = '', ...args] = spec.image.command;
  return {
    ...spec,
    image: { ...spec.image, command: [program, '--import', brokenFile(`${module}.mjs`), ...args] },
    ...(seconds !== undefined && withEnvironment(spec, { BROKEN_SECONDS: String(seconds) })),
  };
}

/** The same with other environment variables. */
export function withEnvironment(
  { pod }: RolloutSpec,
  variables: Readonly<Record<string, string>>,
): Pick<RolloutSpec, 'pod'> {
  return { pod: { ...pod, environment: { ...pod.environment, ...variables } } };
}
