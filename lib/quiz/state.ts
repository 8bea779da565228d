import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { QuizError } from './errors';

/** What somebody said of a question the last time. */
export type Outcome = 'known' | 'missed';

/** By the id of the question; those never asked are not in it. */
export type Answers = ReadonlyMap<string, Outcome>;

/** Of the file; another one means other contents. */
const VERSION = 1;

const isOutcome = (value: unknown): value is Outcome => value === 'known' || value === 'missed';

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Where answers are remembered, by the XDG Base Directory Specification, which says that a relative value is ignored.
 *
 * @param stateHome XDG_STATE_HOME
 * @param home folder of the user
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function stateFile(stateHome: string | undefined, home: string): string {
  const base = stateHome !== undefined && isAbsolute(stateHome) ? stateHome : join(home, '.local/state');
  return join(base, 'devops-take-home/quiz.json');
}

/**
 * Reads what {@link formatState} wrote.
 *
 * @param file named in the error
 * @throws QuizError when it is something else, or of another version
 */
export function parseState(text: string, file: string): Answers {
  const refused = (reason: string): QuizError => new QuizError(`${file}: ${reason}; mend or remove it`);
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch {
    throw refused('not JSON');
  }
  const { version, answers } = (isObject(state) ? state : {}) as { readonly version?: unknown; answers?: unknown };
  if (version !== VERSION) throw refused(`version ${VERSION} expected, got: ${JSON.stringify(version)}`);
  if (!isObject(answers)) throw refused('no answers');
  const entries = Object.entries(answers).map(([id, outcome]: [string, unknown]) => {
    if (!isOutcome(outcome)) throw refused(`${id} is neither known nor missed`);
    return [id, outcome] as const;
  });
  return new Map(entries);
}

/** The text of the file, in the order of the ids. */
export function formatState(answers: Answers): string {
  const sorted = Object.fromEntries([...answers].sort(([one], [other]) => (one < other ? -1 : 1)));
  return `${JSON.stringify({ version: VERSION, answers: sorted }, null, 2)}\n`;
}

/**
 * What is remembered; nothing as long as there is no file.
 *
 * @param ids of the questions that exist: what is remembered of others is left out
 * @throws QuizError
 */
export function readAnswers(file: string, ids: ReadonlySet<string>): Answers {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return new Map();
    throw new QuizError(`${file}: cannot be read: ${codeOf(error)}`);
  }
  return new Map([...parseState(text, file)].filter(([id]) => ids.has(id)));
}

/**
 * Remembers answers: the new file is there as a whole or not at all, and who reads meanwhile sees the old one.
 *
 * @throws QuizError
 */
export function writeAnswers(file: string, answers: Answers): void {
  prepareFolder(file);
  const unfinished = `${file}.${process.pid}`;
  try {
    writeFileSync(unfinished, formatState(answers), { flush: true });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw notWritten(file, error);
  }
}

/**
 * Remembers one answer beside those that the file has now, as another terminal may have added some.
 *
 * @param ids of the questions that exist
 * @throws QuizError
 */
export function rememberAnswer(file: string, ids: ReadonlySet<string>, id: string, outcome: Outcome): void {
  writeAnswers(file, new Map([...readAnswers(file, ids), [id, outcome]]));
}

/**
 * Makes the folder of the file, so that whoever may not write learns it before the first question.
 *
 * @throws QuizError
 */
export function prepareFolder(file: string): void {
  try {
    // The mode is what the XDG Base Directory Specification asks for.
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    accessSync(dirname(file), constants.W_OK);
  } catch (error) {
    throw notWritten(file, error);
  }
}

const notWritten = (file: string, error: unknown): QuizError =>
  new QuizError(`${file}: cannot be written: ${codeOf(error)}; XDG_STATE_HOME chooses another folder`);

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
