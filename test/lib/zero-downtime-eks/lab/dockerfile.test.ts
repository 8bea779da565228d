import { readDockerfile } from '../../../../lib/zero-downtime-eks/lab/dockerfile';

describe('readDockerfile', () => {
  test.each([
    { text: 'FROM node\nENTRYPOINT ["node"]\nCMD ["server.mjs"]', entrypoint: ['node'], cmd: ['server.mjs'] },
    { text: 'FROM node\nCMD node server.mjs', entrypoint: [], cmd: ['/bin/sh', '-c', 'node server.mjs'] },
    { text: "FROM node\nCMD ['node', 'server.mjs']", entrypoint: [], cmd: ['/bin/sh', '-c', "['node', 'server.mjs']"] },
    {
      text: 'FROM node\nENTRYPOINT node server.mjs\nCMD ["--port"]',
      entrypoint: ['/bin/sh', '-c', 'node server.mjs'],
      cmd: [],
    },
    {
      text: '# CMD ["no"]\nFROM a AS build\nCMD ["no"]\nFROM node\ncmd [ \\\n  "node", \\\n  "server.mjs" ]\n',
      entrypoint: [],
      cmd: ['node', 'server.mjs'],
    },
    { text: 'FROM node\nCMD ["one"]\nCMD ["two"]', entrypoint: [], cmd: ['two'] },
  ])('$text', ({ text, ...is }) => {
    expect(readDockerfile(text)).toEqual({ ...is, stopSignal: 'SIGTERM' });
  });

  test('reads the signal that stops it', () => {
    expect(readDockerfile('FROM node\nSTOPSIGNAL SIGQUIT').stopSignal).toBe('SIGQUIT');
  });
});
