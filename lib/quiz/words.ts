import type { Language } from '../docs/questions';

/** What the quiz says in a language. */
export interface QuizWords {
  readonly aloud: string;
  readonly depth: string;
  readonly next: string;
  readonly wrong: string;
  readonly shownBy: string;
  readonly missedBefore: string;
  readonly place: (at: number, of: number) => string;
  readonly beforeAloud: string;
  readonly beforeDepth: string;
  readonly didYouKnow: string;
  readonly yesOrNo: string;
  /** In place of a diagram that stands on that page. */
  readonly picture: (page: string) => string;
  readonly summary: (known: number, missed: number) => string;
  readonly nothingAsked: string;
  readonly nothingMissed: string;
}

/** What the quiz says. */
export const quizWords: Readonly<Record<Language, QuizWords>> = {
  en: {
    aloud: 'Aloud',
    depth: 'In depth',
    next: 'They ask next',
    wrong: 'Often wrong',
    shownBy: 'Shown by',
    missedBefore: 'missed before',
    place: (at, of) => `${at} of ${of}`,
    beforeAloud: 'Answer aloud, then Enter for what to say; q ends ',
    beforeDepth: 'Enter for the depth; q ends ',
    didYouKnow: 'Did you know it? y/n; q ends ',
    yesOrNo: 'y or n, please',
    picture: (page) => `    (a diagram, in ${page})`,
    summary: (known, missed) =>
      `${known + missed} answered: ${known} known, ${missed} missed${missed > 0 ? '; these come first next time:' : ''}`,
    nothingAsked: 'nothing answered, nothing remembered',
    nothingMissed: 'nothing missed',
  },
  ko: {
    aloud: '말로 하면',
    depth: '더 깊이',
    next: '이어서 묻는 것',
    wrong: '자주 틀리는 것',
    shownBy: '보이는 곳',
    missedBefore: '전에 놓침',
    place: (at, of) => `${of}개 중 ${at}번째`,
    beforeAloud: '소리 내어 답한 뒤 Enter: 말로 하는 답, q: 끝 ',
    beforeDepth: 'Enter: 더 깊이, q: 끝 ',
    didYouKnow: '알고 있었나? y: 예, n: 아니요, q: 끝 ',
    yesOrNo: 'y나 n으로 답한다',
    picture: (page) => `    (그림: ${page})`,
    summary: (known, missed) =>
      `답한 질문 ${known + missed}개: 알던 것 ${known}, 놓친 것 ${missed}${missed > 0 ? '. 놓친 것은 다음에 먼저 나온다:' : ''}`,
    nothingAsked: '답한 질문이 없어 기억한 것도 없다',
    nothingMissed: '놓친 질문이 없다',
  },
};

/** Letters on the same keys of a Korean keyboard mean the same, as it is easily left switched. */
const replies: Readonly<Record<Reply, readonly string[]>> = {
  yes: ['y', 'yes', 'ㅛ', '예', '네'],
  no: ['n', 'no', 'ㅜ', '아니요', '아니오'],
  quit: ['q', 'quit', 'ㅂ'],
};

/** What somebody can mean. */
export type Reply = 'yes' | 'no' | 'quit';

/** What was meant by a line. @default - nothing of these */
export function replyOf(line: string): Reply | undefined {
  const word = line.trim().normalize('NFC').toLowerCase();
  return (['yes', 'no', 'quit'] as const).find((reply) => replies[reply].includes(word));
}
