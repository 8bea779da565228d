import type { Language } from '../docs/questions';
import type { Badge } from './evidence';

/** What the site says besides its pages. */
interface Words {
  readonly badges: Readonly<Record<Badge, string>>;
  readonly evidence: string;
  readonly evidenceIntroduction: (date: string) => string;
  readonly notProved: string;
  readonly figure: string;
  readonly value: string;
  readonly onlyInEnglish: string;
  readonly whoReachesWhom: string;
  readonly exercises: string;
  readonly questions: string;
  readonly reference: string;
  readonly decisions: string;
}

/** By language. */
export const words: Readonly<Record<Language, Words>> = {
  en: {
    badges: {
      holds: 'proved: holds',
      'does not hold': 'proved: does not hold',
      skipped: 'proved: skipped here',
      'not run': 'proved: not run here',
      account: 'account',
      cited: 'cited',
    },
    evidence: 'Evidence',
    evidenceIntroduction: (date) =>
      `What \`takehome prove\` found on the machine that built this site, on ${date}. A claim is proved by a program of this repository, shown by a command in an AWS account, or cited.`,
    notProved: 'The proofs were not run when this site was built: `npm run docs:build` runs them.',
    figure: 'figure',
    value: 'value',
    onlyInEnglish: 'This page is in English only.',
    whoReachesWhom: 'Who reaches whom',
    exercises: 'Exercises',
    questions: 'Questions',
    reference: 'Reference',
    decisions: 'Decisions',
  },
  ko: {
    badges: {
      holds: '증명: 성립',
      'does not hold': '증명: 성립하지 않음',
      skipped: '증명: 여기서는 건너뜀',
      'not run': '증명: 여기서는 실행하지 않음',
      account: '계정에서 확인',
      cited: '출처 인용',
    },
    evidence: '근거',
    evidenceIntroduction: (date) =>
      `이 사이트를 빌드한 머신에서 ${date}에 \`takehome prove\`가 찾은 결과다. 주장은 이 저장소의 프로그램이 증명하거나, AWS 계정에서 명령으로 보이거나, 출처를 인용한다.`,
    notProved: '이 사이트를 빌드할 때 증명을 실행하지 않았다. `npm run docs:build`가 실행한다.',
    figure: '수치',
    value: '값',
    onlyInEnglish: '이 페이지는 영어로만 있다.',
    whoReachesWhom: '누가 누구에게 닿는가',
    exercises: '과제',
    questions: '면접 질문',
    reference: '참고 자료',
    decisions: '결정 기록',
  },
};
