import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Language, parseQuestions, type Question } from '../docs/questions';
import type { Exercise } from '../exercises';
import { QuizError } from './errors';

/** A page of questions. */
export interface Topic {
  /** Name of its file. */
  readonly id: string;
  readonly title: string;
  /** From the root of the repository. */
  readonly page: string;
  /** Ids of the exercises that it belongs to. */
  readonly exercises: readonly string[];
  readonly questions: readonly Question[];
}

/** Its questions are personal, and have no answer that one could have known. */
const APPENDIX = 'appendix';

/** Comments, and the code in which something like one is none. */
const COMMENT = /(```[\s\S]*?```|`[^`\n]+`)|<!--[\s\S]*?-->/g;

/**
 * The topics in the order of the index of the questions.
 *
 * @param root folder of the repository
 * @param exercises whose pages say which questions belong to them
 * @throws QuestionPageError
 */
export function readTopics(
  root: string,
  language: Language,
  exercises: readonly Pick<Exercise, 'id' | 'page'>[],
): readonly Topic[] {
  const folder = language === 'en' ? 'docs/questions' : `docs/${language}/questions`;
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const related = exercises.map(({ id, page }) => ({ id, topics: relatedTopics(read(page)) }));
  const index = [...read(`${folder}/README.md`).matchAll(/\[([^\]]+)\]\(([a-z0-9-]+)\.md\)/g)];
  return index
    .filter(([, , id]) => id !== APPENDIX)
    .map(([, title = '', id = '']) => ({
      id,
      title: title.replace(/: (questions?|질문)$/, ''),
      page: `${folder}/${id}.md`,
      exercises: related.filter(({ topics }) => topics.includes(id)).map((exercise) => exercise.id),
      questions: parseQuestions(read(`${folder}/${id}.md`), language).map(withoutComments),
    }));
}

/** The topics that the page of an exercise links under its heading 'Related questions'. */
export function relatedTopics(page: string): readonly string[] {
  const [, section = ''] = page.split(/^## Related questions$/m);
  const [own = ''] = section.split(/^## /m);
  return [...own.matchAll(/\]\(questions\/([a-z0-9-]+)\.md\)/g)].map(([, id = '']) => id);
}

/**
 * The topics of that name, or all that belong to the exercise of that name.
 *
 * @param name @default - all
 * @throws QuizError when there are none
 */
export function chosenTopics(topics: readonly Topic[], name: string | undefined): readonly Topic[] {
  if (name === undefined) return topics;
  const chosen = topics.filter(({ id, exercises }) => id === name || exercises.includes(name));
  if (chosen.length > 0) return chosen;
  throw new QuizError(`no topic '${name}'; npx takehome quiz --list shows them`);
}

function withoutComments(question: Question): Question {
  const parts = Object.entries(question).map(([part, text]: [string, string]) => [part, withoutComment(text)]);
  return Object.fromEntries(parts) as unknown as Question;
}

const withoutComment = (text: string): string => text.replaceAll(COMMENT, (_, code: string | undefined) => code ?? '');
