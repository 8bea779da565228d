import { UntranslatedError } from '../words';
import type { FigureWords } from './figure-words';
import { figuresInKorean } from './figures-in-korean';
import { rolloutsInKorean } from './rollouts-in-korean';

/** What the blocks of measured figures say in Korean. */
export const korean: FigureWords = {
  what: '무엇',
  measured: '측정값',
  baseline: '단순한 방식',
  goal: '목표',
  ratio: '단순한 방식의 몇 배',
  measuredOn: (dates, machine, file) =>
    `${dates.join('과 ')}에 ${inKorean(machine)}에서 쟀다: [benchmarks.json](${file}).`,
  text: inKorean,
  rolloutHead: ['상황', '변형', '잃는 것', '잃은 비율', '수치'],
  playedOn: (date, machine, file) =>
    `${date}에 ${inKorean(machine)}에서 돌렸다: [rollouts.json](${file}). *잃은 비율*은 실패했거나 결제를 반쯤 된 채로 남긴 ` +
    '요청의 비율이고, 한 칸이 5 %다.',
  longRun: ({ date, command, rollouts, failed, requests, halfDone, longest, grace }) =>
    `긴 실행 \`${command}\`은 ${date}에 답의 롤아웃을 ${rollouts}번 이어서 돌렸다: **요청 ${requests} 중 ${failed} 실패**, 반쯤 된 채로 ` +
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
    plain: '단순',
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
