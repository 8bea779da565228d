import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import {
  formatState,
  type Outcome,
  parseState,
  prepareFolder,
  readAnswers,
  rememberAnswer,
  stateFile,
  writeAnswers,
} from '../../../lib/quiz/state';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quiz-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ['/state', '/state/devops-take-home/quiz.json'],
  [undefined, '/home/me/.local/state/devops-take-home/quiz.json'],
  ['', '/home/me/.local/state/devops-take-home/quiz.json'],
  ['state', '/home/me/.local/state/devops-take-home/quiz.json'],
])('with XDG_STATE_HOME %j the file is %s', (stateHome, expected) => {
  expect(stateFile(stateHome, '/home/me')).toBe(expected);
});

test('any answers are read as they were written', () => {
  const pair = fc.tuple(fc.string(), fc.constantFrom<Outcome>('known', 'missed'));
  fc.assert(
    fc.property(fc.array(pair), (pairs) => {
      const answers = new Map(pairs);
      expect(parseState(formatState(answers), 'file')).toEqual(answers);
    }),
  );
});

test('any other text is refused in one line that names the file', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(() => parseState(text, '/the/file')).toThrow(/^\/the\/file: [^\n]+; mend or remove it$/);
    }),
  );
});

test.each([
  ['', 'not JSON'],
  ['{"version":1,"answers":{', 'not JSON'],
  ['null', 'version 1 expected, got: undefined'],
  ['{"version":2,"answers":{}}', 'version 1 expected, got: 2'],
  ['{"version":1}', 'no answers'],
  ['{"version":1,"answers":["a"]}', 'no answers'],
  ['{"version":1,"answers":{"a":"yes"}}', 'a is neither known nor missed'],
])('%j is refused: %s', (text, reason) => {
  const message = `/the/file: ${reason}; mend or remove it`;
  expect(() => parseState(text, '/the/file')).toThrow(expect.objectContaining({ name: 'InputError', message }));
});

describe('the file', () => {
  const file = () => join(folder, 'deep/quiz.json');

  test('is not needed to read, and reading makes none', () => {
    expect(readAnswers(file(), new Set(['a']))).toEqual(new Map());
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is written with its folder, for the user alone, and leaves nothing else', () => {
    writeAnswers(file(), new Map([['a', 'known']]));
    writeAnswers(
      file(),
      new Map([
        ['b', 'missed'],
        ['a', 'known'],
      ]),
    );
    expect(readFileSync(file(), 'utf8')).toBe(
      '{\n  "version": 1,\n  "answers": {\n    "a": "known",\n    "b": "missed"\n  }\n}\n',
    );
    expect(statSync(dirname(file())).mode & 0o777).toBe(0o700);
    expect(readdirSync(dirname(file()))).toEqual(['quiz.json']);
  });

  test('is replaced, not written over: who has it open reads the old one', () => {
    writeAnswers(file(), new Map());
    const before = statSync(file()).ino;
    writeAnswers(file(), new Map([['a', 'known']]));
    expect(statSync(file()).ino).not.toBe(before);
  });

  test('is read without questions that no longer exist', () => {
    writeAnswers(
      file(),
      new Map([
        ['a', 'known'],
        ['gone', 'missed'],
      ]),
    );
    expect(readAnswers(file(), new Set(['a', 'b']))).toEqual(new Map([['a', 'known']]));
  });

  test('takes an answer beside those of another terminal', () => {
    const ids = new Set(['a', 'b']);
    rememberAnswer(file(), ids, 'a', 'missed');
    rememberAnswer(file(), ids, 'b', 'known');
    rememberAnswer(file(), ids, 'a', 'known');
    expect(Object.fromEntries(readAnswers(file(), ids))).toEqual({ a: 'known', b: 'known' });
  });

  test('that is a folder cannot be read nor written, and nothing is left beside it', () => {
    mkdirSync(file(), { recursive: true });
    expect(() => readAnswers(file(), new Set())).toThrow(`${file()}: cannot be read: EISDIR`);
    expect(() => writeAnswers(file(), new Map())).toThrow(/quiz\.json: cannot be written: \w+; XDG_STATE_HOME chooses/);
    expect(readdirSync(dirname(file()))).toEqual(['quiz.json']);
  });

  test('whose folder cannot be made is told before anything is asked', () => {
    writeFileSync(join(folder, 'deep'), '');
    expect(() => prepareFolder(file())).toThrow(/cannot be written: \w+; XDG_STATE_HOME chooses another folder$/);
    expect(existsSync(file())).toBe(false);
  });
});
