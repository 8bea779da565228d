import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import type { CapturedOutput } from './captured-process';
import type { Clock } from './clock';
import { clockGlobals } from './clock-globals';
import type { Network } from './network';
import { mathWith } from './seeded-random';

export interface ModuleWorld extends CapturedOutput {
  readonly clock: Clock;
  readonly network: Network;
  /** Timers of a dead environment do not fire. */
  readonly alive: () => boolean;
  /** In place of `Math.random`. */
  readonly random?: () => number;
}

type Exports = Record<string, unknown>;

/** A module that the asset does not carry and that the Lambda runtime would not find either. */
export class ModuleNotFoundError extends Error {
  override readonly name = 'ModuleNotFoundError';
  readonly code = 'MODULE_NOT_FOUND';
}

/**
 * Loads a CommonJS module of an asset with the globals of `world`. Each call starts from nothing, as a new environment does.
 * Code that still holds `import()` fails when it gets there: bundle with `supported: { 'dynamic-import': false }`.
 *
 * @throws ModuleNotFoundError
 */
export function loadAsset(path: string, world: ModuleWorld): Exports {
  const { globals, builtins } = clockGlobals(world.clock, world.alive);
  const own: Exports = {
    ...globals,
    process: world.process,
    console: world.console,
    fetch: world.network.fetch,
    ...(world.random && { Math: mathWith(world.random) }),
  };
  const ownGlobal: unknown = new Proxy(globalThis, {
    get: (target, key) => (typeof key === 'string' && key in own ? own[key] : Reflect.get(target, key, target)),
    set: (_target, key, value) => {
      own[String(key)] = value;
      return true;
    },
    has: (target, key) => (typeof key === 'string' && key in own) || Reflect.has(target, key),
  });
  const replaced: Exports = { ...builtins, process: world.process, ...world.network.builtins };
  const cache = new Map<string, { exports: Exports }>();
  const parameters = ['exports', 'require', 'module', '__filename', '__dirname', 'globalThis', 'global'];
  const injected = Object.keys(own);

  const load = (file: string): Exports => {
    const known = cache.get(file);
    if (known) return known.exports;
    const module = { exports: {} as Exports };
    cache.set(file, module);
    if (file.endsWith('.json')) {
      module.exports = JSON.parse(readFileSync(file, 'utf8')) as Exports;
      return module.exports;
    }
    const real = createRequire(file);
    const require = (id: string): unknown => {
      const name = id.replace(/^node:/, '');
      if (name in replaced) return replaced[name];
      if (isBuiltin(id)) return real(id);
      if (id.startsWith('.') || id.startsWith('/')) return load(resolveFile(resolve(dirname(file), id)));
      throw new ModuleNotFoundError(`Cannot find module '${id}' required by ${file}`);
    };
    const code = compile(file, [...parameters, ...injected]);
    const values = injected.map((name) => own[name]);
    code(module.exports, require, module, file, dirname(file), ownGlobal, ownGlobal, ...values);
    return module.exports;
  };
  return load(resolveFile(path));
}

/** What V8 made of a text, by text and parameters: a bundle is parsed once, however many environments load it. */
const compiled = new Map<string, Buffer>();

function compile(filename: string, parameters: readonly string[]): (...values: unknown[]) => void {
  const text = readFileSync(filename, 'utf8');
  const key = `${parameters.join(' ')}\n${text}`;
  const cachedData = compiled.get(key);
  const code = compileFunction(text, parameters, { filename, cachedData, produceCachedData: cachedData === undefined });
  if (cachedData === undefined && code.cachedData) compiled.set(key, code.cachedData);
  return code as (...values: unknown[]) => void;
}

function resolveFile(path: string): string {
  const candidates = [path, `${path}.js`, `${path}.cjs`, `${path}.json`, join(path, 'index.js')];
  const found = candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
  if (!found) throw new ModuleNotFoundError(`Cannot find module '${path}'`);
  return found;
}
