import type { Language } from './questions';

/** Something that its maker may change: a price, a quota, a version, the end of a service. */
export interface Fact {
  /** What the pages say, without its unit where that is a word; a day is `YYYY-MM-DD`, a month `YYYY-MM`. */
  readonly value: string;
  /** One line that says what the value is, with its unit. Prices are those of us-east-1. */
  readonly what: string;
  /** Where it is stated. */
  readonly source: string;
  /** The day on which it was looked up, `YYYY-MM-DD`. */
  readonly checked: string;
  /** What is doubtful about it. */
  readonly note?: string;
}

/** Facts by id. */
export type Facts = Readonly<Record<string, Fact>>;

/** A page names a fact that docs/facts.json does not have. */
export class UnknownFactError extends Error {
  override readonly name = 'UnknownFactError';
}

/** A comment of a page that begins or ends a fact stands alone. */
export class UnpairedFactError extends Error {
  override readonly name = 'UnpairedFactError';
}

/** A block of code, inline code, a fact, or one of its comments alone; the first that fits is taken. */
const TOKEN =
  /^ *(```+|~~~+)[^\n]*\n[\s\S]*?(?:^ *\1[^\n]*$|$(?![\s\S]))|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\2(?!`)|<!-- fact ([\w-]+) -->((?:(?!<!--)[^\n])*)<!-- end fact -->|<!-- (?:end )?fact\b[^\n]*?-->/gm;

/**
 * Puts what is known between the comments `<!-- fact ID -->` and `<!-- end fact -->` of a page, which stand in one line
 * and are not seen by who reads it. Code is left as it is.
 *
 * @param language of the page: dates are written in it
 * @throws UnknownFactError
 * @throws UnpairedFactError
 */
export function fillFacts(markdown: string, facts: Facts, language: Language = 'en'): string {
  return markdown.replaceAll(TOKEN, (token: string, fence?: string, ticks?: string, id?: string) => {
    if (fence !== undefined || ticks !== undefined) return token;
    if (id === undefined) throw new UnpairedFactError(`${token} stands alone`);
    const fact = Object.hasOwn(facts, id) ? facts[id] : undefined;
    if (fact === undefined) throw new UnknownFactError(`docs/facts.json has no fact '${id}'`);
    return `<!-- fact ${id} -->${shown(fact.value, language)}<!-- end fact -->`;
  });
}

/** Ids of the facts that a page states, in order, as often as it does. */
export function factsIn(markdown: string): readonly string[] {
  return [...markdown.matchAll(TOKEN)].flatMap(([, , , id]) => id ?? []);
}

/** A page for who would see its comments, such as the reader of a terminal. */
export function withoutFactComments(markdown: string): string {
  return markdown.replaceAll(TOKEN, (token: string, ...[, , id, value]: readonly (string | undefined)[]) =>
    id === undefined ? token : (value ?? ''),
  );
}

/** `2026-12-02` as `2 December 2026`, `2026-12` as `December 2026`; anything else as it is. */
function shown(value: string, language: Language): string {
  const [day, year = '', month = '', date] = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(value) ?? [];
  if (day === undefined) return value;
  if (language === 'ko') return `${year}년 ${Number(month)}월${date === undefined ? '' : ` ${Number(date)}일`}`;
  const name = new Date(`${year}-${month}-01T00:00:00Z`).toLocaleString('en-US', { month: 'long', timeZone: 'UTC' });
  return [...(date === undefined ? [] : [String(Number(date))]), name, year].join(' ');
}
