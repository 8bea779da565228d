/** What an image runs, and how it is asked to stop. */
export interface ImageProcess {
  /** Exec form as it stands, shell form as Docker runs it: `/bin/sh -c <text>`. */
  readonly entrypoint: readonly string[];
  /** Its arguments, or the whole command where there is no entrypoint. */
  readonly cmd: readonly string[];
  readonly stopSignal: string;
}

/**
 * Reads the last stage of a Dockerfile.
 *
 * @see https://docs.docker.com/reference/dockerfile/#shell-and-exec-form
 */
export function readDockerfile(text: string): ImageProcess {
  const instructions = text
    .replaceAll(/^\s*#.*$/gm, '')
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => /^\s*(\w+)\s+(.*?)\s*$/.exec(line) ?? [])
    .map(([, name = '', value = '']) => ({ name: name.toUpperCase(), value }));
  const lastStage = instructions.findLastIndex(({ name }) => name === 'FROM');
  const last = (wanted: string) =>
    instructions.findLast(({ name }, index) => name === wanted && index > lastStage)?.value;
  const entrypoint = last('ENTRYPOINT');
  const cmd = last('CMD');
  // An entrypoint in shell form takes no arguments.
  const arguments_ = cmd === undefined || (entrypoint !== undefined && !isExecForm(entrypoint)) ? [] : words(cmd);
  return {
    entrypoint: entrypoint === undefined ? [] : words(entrypoint),
    cmd: arguments_,
    stopSignal: last('STOPSIGNAL') ?? 'SIGTERM',
  };
}

/** What Docker makes of a command. */
export function words(value: string): readonly string[] {
  return execForm(value) ?? ['/bin/sh', '-c', value];
}

function isExecForm(value: string): boolean {
  return execForm(value) !== undefined;
}

/** Text that is no JSON is a command for the shell; single quotes are a known way to get there. */
function execForm(value: string): readonly string[] | undefined {
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}
