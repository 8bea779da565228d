import type { Language } from '../questions';
import type { FigureWords } from './figure-words';
import { korean } from './korean-words';

const english: FigureWords = {
  what: 'what',
  measured: 'measured',
  baseline: 'the plain way',
  goal: 'goal',
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

/** What the blocks of measured figures say, by language. */
export const figureWords: Readonly<Record<Language, FigureWords>> = { en: english, ko: korean };
