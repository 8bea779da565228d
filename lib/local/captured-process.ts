import { Console } from 'node:console';
import { Writable } from 'node:stream';

export interface CapturedOutput {
  /** Like the global `process`, with its own `env`, `stdout` and `stderr`. */
  readonly process: NodeJS.Process;
  readonly console: Console;
}

type OnLine = (line: string, stream: 'stdout' | 'stderr') => void;

/** A `process` and a `console` for code whose output is to be read line by line. */
export function captureOutput(env: Record<string, string>, onLine: OnLine): CapturedOutput {
  const stdout = lineWriter((line) => onLine(line, 'stdout'));
  const stderr = lineWriter((line) => onLine(line, 'stderr'));
  const own: Record<PropertyKey, unknown> = {
    env: { ...env },
    stdout,
    stderr,
    emitWarning: (warning: unknown) => onLine(String(warning), 'stderr'),
    exit: (code?: number) => {
      throw new Error(`Runtime.ExitError: exit status ${code ?? 0}`);
    },
  };
  const captured = new Proxy(process, {
    get: (target, key) => (key in own ? own[key] : Reflect.get(target, key, target)),
    set: (_target, key, value) => {
      own[key] = value;
      return true;
    },
  });
  return { process: captured, console: new Console({ stdout, stderr }) };
}

function lineWriter(onLine: (line: string) => void): Writable {
  let rest = '';
  return new Writable({
    decodeStrings: false,
    write(chunk: unknown, _encoding, done) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
      done();
    },
  });
}
