import type { CheckedPage } from './page-check';

/** One page of each kind, in both languages where it exists. */
export const pageTypes: readonly CheckedPage[] = [
  { path: '/', language: 'en' },
  { path: '/zero-downtime-eks.html', language: 'en' },
  { path: '/vpc-connectivity.html', language: 'en' },
  { path: '/questions/', language: 'en' },
  { path: '/questions/releases.html', language: 'en' },
  { path: '/runbook.html', language: 'en' },
  { path: '/decisions/0009-a-verifier-of-our-own.html', language: 'en' },
  { path: '/evidence.html', language: 'en' },
  { path: '/source/lib/config.ts.html', language: 'en' },
  { path: '/source/services/chat-system/client.html', language: 'en' },
  { path: '/reach/vpc-connectivity/peering.html', language: 'en' },
  { path: '/nothing.html', language: 'en', isMissing: true },
  { path: '/ko/', language: 'ko' },
  { path: '/ko/vpc-connectivity.html', language: 'ko' },
  { path: '/ko/questions/', language: 'ko' },
  { path: '/ko/questions/releases.html', language: 'ko' },
  { path: '/ko/packet-lab.html', language: 'ko' },
  { path: '/ko/decisions/0009-a-verifier-of-our-own.html', language: 'ko' },
  { path: '/ko/evidence.html', language: 'ko' },
  { path: '/ko/nothing.html', language: 'ko', isMissing: true },
];
