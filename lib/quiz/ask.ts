import { posix } from 'node:path';
import type { Question } from '../docs/questions';
import { linkTargets, type Screen } from './inline';
import { renderMarkdown, renderParagraph } from './render';
import type { Outcome } from './state';
import { type QuizWords, replyOf } from './words';

/** A question that was chosen. */
export interface AskedQuestion extends Question {
  readonly topic: string;
  /** Where it stands, from the root of the repository. */
  readonly page: string;
  /** What was said of it the last time. @default - it was never asked */
  readonly before?: Outcome;
}

/** Who is asked. */
export interface Person {
  readonly show: (lines: readonly string[]) => void;
  /** The line that answers the prompt. @default - there is no further one */
  readonly reply: (prompt: string) => Promise<string | undefined>;
  /** Asked for each time, as a window changes. */
  readonly screen: () => Screen;
}

/**
 * Asks one question after the other until the last or until it is ended.
 *
 * @param remember is told each answer before the next question
 * @returns what was answered
 */
export async function askQuestions(
  questions: readonly AskedQuestion[],
  person: Person,
  words: QuizWords,
  remember: (id: string, outcome: Outcome) => void,
): Promise<ReadonlyMap<AskedQuestion, Outcome>> {
  const answered = new Map<AskedQuestion, Outcome>();
  for (const [index, question] of questions.entries()) {
    const outcome = await askQuestion(question, words.place(index + 1, questions.length), person, words);
    if (outcome === undefined) break;
    remember(question.id, outcome);
    answered.set(question, outcome);
  }
  return answered;
}

/** What was answered, and which questions were missed. */
export function summaryLines(
  answered: ReadonlyMap<AskedQuestion, Outcome>,
  screen: Screen,
  words: QuizWords,
): readonly string[] {
  const missed = [...answered].filter(([, outcome]) => outcome === 'missed').map(([question]) => question);
  const sum = answered.size === 0 ? words.nothingAsked : words.summary(answered.size - missed.length, missed.length);
  return [
    '',
    ...renderParagraph(sum, screen),
    ...missed.flatMap(({ question }) => renderParagraph(question, screen, { mark: '- ' })),
  ];
}

/** @returns nothing when it is ended */
async function askQuestion(
  question: AskedQuestion,
  place: string,
  { show, reply, screen }: Person,
  words: QuizWords,
): Promise<Outcome | undefined> {
  const { topic, id, page, before } = question;
  const on = screen();
  const head = [place, topic, id, ...(before === 'missed' ? [words.missedBefore] : [])].join(' · ');
  const title = renderParagraph(question.question, on, { formats: ['bold'] });
  show(['', ...renderParagraph(head, on, { formats: ['dim'] }), ...title, '']);
  const further = async (prompt: string): Promise<boolean> => replyOf((await reply(prompt)) ?? 'q') !== 'quit';
  const part = (name: string, markdown: string): readonly string[] => [
    ...renderParagraph(name, screen(), { formats: ['bold'] }),
    ...renderMarkdown(markdown, screen(), words.picture(page)),
    '',
  ];
  if (!(await further(words.beforeAloud))) return undefined;
  show(part(words.aloud, question.aloud));
  if (!(await further(words.beforeDepth))) return undefined;
  show(part(words.depth, question.depth));
  show(part(words.next, question.next));
  show(part(words.wrong, question.wrong));
  const places = new Set(linkTargets(question.shownBy).map((target) => `    ${fromRoot(target, page)}`));
  show([...part(words.shownBy, question.shownBy).slice(0, -1), ...places, '']);
  for (;;) {
    const answer = await reply(words.didYouKnow);
    const said = answer === undefined ? 'quit' : replyOf(answer);
    if (said === 'quit') return undefined;
    if (said !== undefined) return said === 'yes' ? 'known' : 'missed';
    show([words.yesOrNo]);
  }
}

/** The file that a link of a page leads to, without what is to be looked for in it; an address stays as it is. */
function fromRoot(target: string, page: string): string {
  if (/^https?:/.test(target)) return target;
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? page : posix.join(posix.dirname(page), file);
  return anchor === undefined || path.endsWith('.ts') ? path : `${path}#${anchor}`;
}
