import { withoutFactComments } from './fact-comments';

/** A language that questions are answered in. */
export type Language = 'en' | 'ko';

/** An interview question with its answer, each part Markdown. */
export interface Question {
  /** The same in both languages. */
  readonly id: string;
  readonly question: string;
  /** What one says aloud. */
  readonly aloud: string;
  /** What one must know to defend it. */
  readonly depth: string;
  /** What interviewers ask then. */
  readonly next: string;
  /** What candidates get wrong. */
  readonly wrong: string;
  /** Where this repository shows it. */
  readonly shownBy: string;
}

/** A page of questions does not have the parts that it should have. */
export class QuestionPageError extends Error {
  override readonly name = 'QuestionPageError';
}

type Part = 'aloud' | 'next' | 'wrong' | 'shownBy';

/** How the parts begin, in the order in which they stand. */
const labels: Readonly<Record<Language, Readonly<Record<Part, string>>>> = {
  en: { aloud: '**Aloud.**', next: '**They ask next.**', wrong: '**Often wrong.**', shownBy: '**Shown by**' },
  ko: { aloud: '**말로 하면.**', next: '**이어서 묻는 것.**', wrong: '**자주 틀리는 것.**', shownBy: '**보이는 곳**' },
};

/**
 * Reads a page: under each heading of the second level the comment `<!-- id: ... -->` and the parts of an answer. Facts are
 * text in them, without the comments around them.
 *
 * @throws QuestionPageError naming the question and what is missing, empty or out of its place
 */
export function parseQuestions(markdown: string, language: Language): readonly Question[] {
  return sections(withoutFactComments(markdown)).map(({ heading, text }) =>
    parseQuestion(heading, text, labels[language]),
  );
}

/** Headings of the second level with what follows them; a `## ` in a block of code is none. */
function sections(markdown: string): readonly { readonly heading: string; readonly text: string }[] {
  const found: { heading: string; lines: string[] }[] = [];
  let inCode = false;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) inCode = !inCode;
    if (!inCode && line.startsWith('## ')) found.push({ heading: line.slice(3).trim(), lines: [] });
    else found.at(-1)?.lines.push(line);
  }
  return found.map(({ heading, lines }) => ({ heading, text: lines.join('\n') }));
}

function parseQuestion(question: string, text: string, label: Readonly<Record<Part, string>>): Question {
  const [comment = '', id = ''] = /^\s*<!-- id: ([a-z0-9-]+) -->\n/.exec(text) ?? [];
  if (id === '') throw new QuestionPageError(`'${question}': no id below the heading`);
  const body = text.slice(comment.length);
  const order: readonly Part[] = ['aloud', 'next', 'wrong', 'shownBy'];
  const starts = order.map((part) => body.search(new RegExp(`^${literally(label[part])}`, 'm')));
  for (const [index, part] of order.entries()) {
    if ((starts[index] ?? -1) < (index === 0 ? 0 : (starts[index - 1] ?? 0) + 1))
      throw new QuestionPageError(`${id}: no ${label[part]} in its place`);
  }
  const [aloud = 0, next = 0, wrong = 0, shownBy = 0] = starts;
  const first = body.slice(aloud + label.aloud.length, next).trim();
  const end = first.indexOf('\n');
  const parts = {
    aloud: (end < 0 ? first : first.slice(0, end)).trim(),
    depth: end < 0 ? '' : first.slice(end).trim(),
    next: body.slice(next + label.next.length, wrong).trim(),
    wrong: body.slice(wrong + label.wrong.length, shownBy).trim(),
    shownBy: body
      .slice(shownBy + label.shownBy.length)
      .replace(/^\./, '')
      .trim(),
  };
  for (const [part, content] of Object.entries(parts)) {
    if (content === '') throw new QuestionPageError(`${id}: nothing in '${part}'`);
  }
  return { id, question, ...parts };
}

const literally = (text: string): string => text.replaceAll(/[.*]/g, '\\$&');
