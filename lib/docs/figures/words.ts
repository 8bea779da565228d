import type { Language } from '../questions';
import { UntranslatedError } from '../words';
import { figuresInKorean } from './figures-in-korean';
import { rolloutsInKorean } from './rollouts-in-korean';

/** What the blocks of measured figures say. */
export interface FigureWords {
  /** Heads of the table of a bench. */
  readonly what: string;
  readonly measured: string;
  readonly baseline: string;
  readonly goal: string;
  readonly ratio: string;
  /** The line below a table. @param dates such as `2026-11-21`, oldest first */
  readonly measuredOn: (dates: readonly string[], machine: string, file: string) => string;
  /** What docs/benchmarks.json and docs/rollouts.json say in English. @throws UntranslatedError */
  readonly text: (english: string) => string;
  readonly rolloutHead: readonly [string, string, string, string, string];
  /** The line below the table of rollouts. */
  readonly playedOn: (date: string, machine: string, file: string) => string;
  readonly longRun: (run: {
    readonly date: string;
    readonly command: string;
    readonly rollouts: number;
    readonly failed: string;
    readonly requests: string;
    readonly halfDone: number;
    readonly longest: number;
    readonly grace: number;
  }) => string;
  readonly summary: {
    readonly failed: (failed: string, requests: string) => string;
    readonly halfDone: (payments: string) => string;
    readonly longestStop: (seconds: number, grace: number) => string;
    readonly tookAll: (stops: number, of: number) => string;
    readonly stuck: string;
  };
  readonly burst: {
    readonly seconds: string;
    readonly callsTitle: (limit: number) => string;
    readonly calls: string;
    readonly resourcesTitle: string;
    readonly resources: string;
    /** What the lines are. */
    readonly legend: (burst: {
      readonly date: string;
      /** Of a point. */
      readonly seconds: number;
      readonly limit: number;
      readonly arns: number;
      readonly created: string;
      readonly drained: string;
      readonly least: string;
      readonly file: string;
    }) => string;
  };
  readonly charts: {
    readonly answer: string;
    readonly plain: string;
    readonly asked: string;
    readonly delivered: string;
    readonly thousandsASecond: string;
    readonly p99: string;
    readonly milliseconds: string;
    readonly processors: string;
    readonly cores: string;
    readonly parts: Readonly<Record<'servers' | 'client' | 'store' | 'Redis', string>>;
    readonly sender: string;
    readonly thousandsAMinute: string;
    readonly requestsOnly: string;
    readonly recipients: (recipients: number, cores: number) => string;
    readonly task: string;
  };
}

const english: FigureWords = {
  what: 'what',
  measured: 'measured',
  baseline: 'the plain way',
  goal: 'wished for',
  ratio: 'times the plain way',
  measuredOn: (dates, machine, file) => `Measured on ${dates.join(' and ')} on ${machine}: [benchmarks.json](${file}).`,
  text: (text) => text,
  rolloutHead: ['under', 'variant', 'loses', 'lost', 'figures'],
  playedOn: (date, machine, file) =>
    `Played on ${date} on ${machine}: [rollouts.json](${file}). *Lost* is the share of the requests that failed or left ` +
    'a payment half done, a block for each 5 %.',
  longRun: ({ date, command, rollouts, failed, requests, halfDone, longest, grace }) =>
    `The long run, \`${command}\`, made ${rollouts} rollouts of the answer in a row on ${date}: **${failed} of ${requests} requests ` +
    `failed**, ${halfDone} payments stayed half done, the longest stop took ${longest} s of ${grace} s.`,
  summary: {
    failed: (failed, requests) => `${failed} of ${requests} failed`,
    halfDone: (payments) => `${payments} half-done`,
    longestStop: (seconds, grace) => `longest stop ${seconds} s of ${grace} s`,
    tookAll: (stops, of) => `${stops} of ${of} stops took it all`,
    stuck: 'did not end',
  },
  burst: {
    seconds: 'seconds after the first creation',
    callsTitle: (limit) => `TagResources calls, at most ${limit} a second`,
    calls: 'calls a second',
    resourcesTitle: 'Resources created, and tagged',
    resources: 'resources a second',
    legend: ({ date, seconds, limit, arns, created, drained, least, file }) =>
      `Above: calls that AWS let through (blue) and its limit of ${limit} (orange). Below: resources created (blue), tagged ` +
      `(orange), and what the limit allows with ${arns} ARNs a call (green). ${created} creations in a minute, the last tag ` +
      `${drained} s after the grace period; no order of the calls could need less than ${least} s. Means of ${seconds} s, played on ${date} on a ` +
      `virtual clock: [burst.json](${file}).`,
  },
  charts: {
    answer: 'answer',
    plain: 'plain',
    asked: 'asked for',
    delivered: 'Delivered, rooms of 1,000',
    thousandsASecond: 'thousand a second',
    p99: '99th percentile, 70,000 a second',
    milliseconds: 'ms',
    processors: 'Two cores at saturation',
    cores: 'cores',
    parts: { servers: 'servers', client: 'load', store: 'store', Redis: 'Redis' },
    sender: 'Messages a minute, by recipients a record',
    thousandsAMinute: 'thousand a minute',
    requestsOnly: 'requests',
    recipients: (recipients, cores) => `${recipients}, ${cores} ${cores === 1 ? 'core' : 'cores'}`,
    task: 'task',
  },
};

const korean: FigureWords = {
  what: '무엇',
  measured: '측정값',
  baseline: '단순한 방식',
  goal: '바란 값',
  ratio: '단순한 방식의 배수',
  measuredOn: (dates, machine, file) =>
    `${dates.join('과 ')}에 ${inKorean(machine)}에서 쟀다: [benchmarks.json](${file}).`,
  text: inKorean,
  rolloutHead: ['상황', '변형', '잃는 것', '잃은 비율', '수치'],
  playedOn: (date, machine, file) =>
    `${date}에 ${inKorean(machine)}에서 돌렸다: [rollouts.json](${file}). *잃은 비율*은 실패했거나 결제를 반쯤 된 채로 남긴 ` +
    '요청의 비율이고, 한 칸이 5 %다.',
  longRun: ({ date, command, rollouts, failed, requests, halfDone, longest, grace }) =>
    `긴 실행 \`${command}\`는 ${date}에 답의 rollout을 ${rollouts}번 이어서 돌렸다: **요청 ${requests} 중 ${failed} 실패**, 반쯤 된 채로 ` +
    `남은 결제 ${halfDone}, 가장 긴 종료는 ${grace} s 중 ${longest} s.`,
  summary: {
    failed: (failed, requests) => `${requests} 중 ${failed} 실패`,
    halfDone: (payments) => `반쯤 된 결제 ${payments}`,
    longestStop: (seconds, grace) => `가장 긴 종료 ${grace} s 중 ${seconds} s`,
    tookAll: (stops, of) => `종료 ${of}번 중 ${stops}번이 전부 썼다`,
    stuck: '끝나지 않음',
  },
  burst: {
    seconds: '첫 생성 뒤 초',
    callsTitle: (limit) => `TagResources 호출, 초당 많아야 ${limit}번`,
    calls: '초당 호출',
    resourcesTitle: '만들어진 리소스와 태그된 리소스',
    resources: '초당 리소스',
    legend: ({ date, seconds, limit, arns, created, drained, least, file }) =>
      `위: AWS가 받아 준 호출(파랑)과 한도 ${limit}(주황). 아래: 만들어진 리소스(파랑), 태그된 리소스(주황), 호출마다 ARN ${arns}개일 ` +
      `때 한도가 허락하는 것(초록). 1분에 ${created}개를 만들었고, 마지막 태그는 유예 시간이 지나고 ${drained} s 뒤였다. 호출을 ` +
      `어떤 순서로 하든 ${least} s보다 짧을 수는 없다. 점 하나가 ${seconds} s의 평균이다. ${date}에 가상 시계로 돌렸다: [burst.json](${file}).`,
  },
  charts: {
    answer: '답',
    plain: '단순한 방식',
    asked: '요구',
    delivered: '전달, 1,000명 방',
    thousandsASecond: '초당 천 개',
    p99: '99번째 백분위수, 초당 70,000개',
    milliseconds: 'ms',
    processors: '포화에서 코어 둘',
    cores: '코어',
    parts: { servers: '서버', client: '부하', store: '저장소', Redis: 'Redis' },
    sender: '레코드당 수신자별 분당 메시지',
    thousandsAMinute: '분당 천 개',
    requestsOnly: '요청만',
    recipients: (recipients, cores) => `${recipients}, 코어 ${cores}`,
    task: '과제',
  },
};

function inKorean(english: string): string {
  const text = figuresInKorean[english] ?? rolloutsInKorean[english];
  if (text === undefined) throw new UntranslatedError(`lib/docs/figures/ has no Korean for '${english}'`);
  return text;
}

/** What the blocks of measured figures say, by language. */
export const figureWords: Readonly<Record<Language, FigureWords>> = { en: english, ko: korean };
