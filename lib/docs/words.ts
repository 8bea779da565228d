import type { Language } from './questions';
import { unitsInKorean } from './units-in-korean';

/** Something that a generated block says has no translation. */
export class UntranslatedError extends Error {
  override readonly name = 'UntranslatedError';
}

/** What the generated blocks of an exercise page say. Amounts are texts such as `USD 0.50`. */
export interface Words {
  /** What an option adds to the cost of its base. */
  readonly added: (least: string, most: string) => string;
  /** The line that an answer opens with. @param costJson link to the prices */
  readonly idleCost: (line: {
    readonly monthly: string;
    readonly stackNames: readonly string[];
    readonly added: string;
    readonly region: string;
    readonly date: string;
    readonly costJson: string;
  }) => string;
  readonly costHead: readonly [string, string, string, string];
  /** What is paid for, as docs/cost.json names it. @throws UntranslatedError */
  readonly unit: (unit: string) => string;
  readonly free: (count: string) => string;
  readonly claimsHead: readonly [string, string, string];
  readonly optionsHead: readonly [string, string, string, string, string, string];
  /** Title of an option; one that is AWS's name only stays. */
  readonly option: (title: string) => string;
  /** What a picture drawn from templates shows. */
  readonly drawn: string;
  readonly reachable: string;
  readonly blocked: string;
}

/** Titles of options that are more than a name of AWS's, in Korean. */
export const optionsInKorean: Readonly<Record<string, string>> = {
  'private NAT gateways behind a Transit Gateway': 'Transit Gateway 뒤의 private NAT gateway',
  'Transit Gateway with NAT on its attachments': 'attachment에서 NAT을 하는 Transit Gateway',
};

const quoted = (stackNames: readonly string[], between: string): string =>
  stackNames.map((name) => `\`${name}\``).join(between);

const english: Words = {
  added: (least, most) => `; an option adds ${least} to ${most}`,
  idleCost: ({ monthly, stackNames, added, region, date, costJson }) => {
    const s = stackNames.length > 1 ? 's' : '';
    return (
      `> Idle cost: **${monthly} a month** for the stack${s} ${quoted(stackNames, ' and ')} as checked in${added}, ` +
      `computed from the template${s} and the prices of ${region} on ${date} in [cost.json](${costJson}).`
    );
  },
  costHead: ['resources', 'units a month', 'price of a unit', 'a month'],
  unit: (unit) => unit,
  free: (count) => `the first ${count} free`,
  claimsHead: ['claim', 'evidence', 'where'],
  optionsHead: ['option', 'pods call ECS', 'tasks call EKS', 'layer', 'pairs opened', 'idle cost a month'],
  option: (title) => title,
  drawn:
    'What the templates hold, drawn from them: an arrow goes the way that data or calls go, a frame is a VPC, ' +
    'the subnets of a tier, or a construct. Who may do what, and what runs only while deploying, is left out.',
  reachable: 'reachable',
  blocked: 'blocked',
};

const korean: Words = {
  added: (least, most) => `, 방식 하나가 ${least}에서 ${most}를 더한다`,
  idleCost: ({ monthly, stackNames, added, region, date, costJson }) =>
    `> 유휴 비용: 저장소에 있는 그대로의 스택 ${quoted(stackNames, ', ')}에 **월 ${monthly}**${added}. 템플릿과 ` +
    `[cost.json](${costJson})에 있는 ${date}의 ${region} 가격으로 계산했다.`,
  costHead: ['리소스', '한 달 사용량', '단가', '월'],
  unit: (unit) => {
    const translated = unitsInKorean[unit];
    if (translated === undefined) throw new UntranslatedError(`lib/docs/units-in-korean.ts has no '${unit}'`);
    return translated;
  },
  free: (count) => `처음 ${count} 무료`,
  claimsHead: ['주장', '근거', '위치'],
  optionsHead: ['방식', 'pod가 ECS를 호출', 'task가 EKS를 호출', '계층', '열리는 쌍', '월 유휴 비용'],
  option: (title) => optionsInKorean[title] ?? title,
  drawn:
    '템플릿에 있는 것을 템플릿에서 그렸다. 화살표는 데이터나 호출이 가는 방향이고, 틀은 VPC나 한 계층의 subnet이나 construct다. ' +
    '누가 무엇을 해도 되는지와 배포하는 동안에만 도는 것은 뺐다.',
  reachable: '닿음',
  blocked: '막힘',
};

/** What the generated blocks say, by language. */
export const words: Readonly<Record<Language, Words>> = { en: english, ko: korean };
