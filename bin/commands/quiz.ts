import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Language } from '../../lib/docs/questions';
import type { Exercise } from '../../lib/exercises';
import { seededRandom } from '../../lib/local/seeded-random';
import { type AskedQuestion, askQuestions, summaryLines } from '../../lib/quiz/ask';
import { chooseQuestions } from '../../lib/quiz/choose';
import { QuizError } from '../../lib/quiz/errors';
import {
  type Answers,
  type Outcome,
  prepareFolder,
  readAnswers,
  rememberAnswer,
  stateFile,
  writeAnswers,
} from '../../lib/quiz/state';
import { chosenTopics, readTopics, type Topic } from '../../lib/quiz/topics';
import { quizWords } from '../../lib/quiz/words';
import { columns, print } from './output';
import { openTerminal, screen } from './quiz-terminal';

/** What stands behind `takehome quiz`. */
export interface QuizOptions {
  readonly ko?: boolean;
  /** How many at most. @default 10 */
  readonly count?: number;
  readonly missed?: boolean;
  /** The only question. */
  readonly id?: string;
  /** The same one chooses the same questions. @default - random */
  readonly seed?: string;
  readonly list?: boolean;
  readonly reset?: boolean;
  readonly json?: boolean;
}

/** A session with an end that one can see. */
const USUAL_COUNT = 10;

/**
 * Asks questions, or tells which there are.
 *
 * @param topic name of a page of questions or of an exercise @default - all
 * @throws QuizError
 */
export async function quiz(
  topic: string | undefined,
  options: QuizOptions,
  exercises: readonly Exercise[],
): Promise<void> {
  const language: Language = options.ko === true ? 'ko' : 'en';
  const topics = readTopics(join(__dirname, '../..'), language, exercises);
  const ids = new Set(topics.flatMap(({ questions }) => questions.map(({ id }) => id)));
  const file = stateFile(process.env.XDG_STATE_HOME, homedir());
  const answers = readAnswers(file, ids);
  const chosen = chosenTopics(topics, topic);
  if (options.list === true) return list(chosen, answers, options.json === true);
  if (options.reset === true) return reset(chosen, answers, file);

  const questions = choose(chosen, answers, options);
  if (options.json === true) return print(JSON.stringify(questions, null, 2));
  const words = quizWords[language];
  if (questions.length === 0) return print(words.nothingMissed);
  prepareFolder(file);
  const terminal = openTerminal();
  try {
    const remember = (id: string, outcome: Outcome): void => rememberAnswer(file, ids, id, outcome);
    const answered = await askQuestions(questions, terminal, words, remember);
    for (const line of summaryLines(answered, screen(), words)) print(line);
  } finally {
    terminal.close();
  }
}

/** @throws QuizError */
function choose(
  topics: readonly Topic[],
  answers: Answers,
  { id: only, count = USUAL_COUNT, missed = false, seed = randomUUID() }: QuizOptions,
): readonly AskedQuestion[] {
  const asked = topics.flatMap(({ id: topic, page, questions }) =>
    questions.map((question): AskedQuestion => {
      const before = answers.get(question.id);
      return { topic, page, ...question, ...(before && { before }) };
    }),
  );
  const byId = new Map(asked.map((question) => [question.id, question]));
  if (only !== undefined && !byId.has(only)) throw new QuizError(`no question '${only}' there`);
  const random = seededRandom(seed);
  const ids =
    only === undefined ? chooseQuestions([...byId.keys()], { answers, count, missedOnly: missed, random }) : [only];
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function list(topics: readonly Topic[], answers: Answers, json: boolean): void {
  const rows = topics.map(({ id, title, page, exercises, questions }) => {
    const count = (outcome: Outcome): number => questions.filter((one) => answers.get(one.id) === outcome).length;
    return {
      topic: id,
      title,
      page,
      exercises,
      questions: questions.length,
      known: count('known'),
      missed: count('missed'),
    };
  });
  if (json) {
    print(JSON.stringify(rows, null, 2));
    return;
  }
  const cells = rows.map(({ topic, title, exercises, questions, known, missed }) =>
    [topic, questions, known, missed, exercises.join(', '), title].map(String),
  );
  for (const line of columns([['topic', 'questions', 'known', 'missed', 'exercise', 'title'], ...cells])) print(line);
}

function reset(topics: readonly Topic[], answers: Answers, file: string): void {
  const ids = new Set(topics.flatMap(({ questions }) => questions.map(({ id }) => id)));
  const kept = new Map([...answers].filter(([id]) => !ids.has(id)));
  if (kept.size < answers.size) writeAnswers(file, kept);
  print(`${answers.size - kept.size} answers forgotten`);
}
