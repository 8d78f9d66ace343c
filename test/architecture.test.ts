import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ACTIONS, CALLBACKS } from '../src/surfaces/slack/ids.ts';
import {
  badNames,
  cycles,
  emptyCatches,
  folderViolations,
  impurities,
  pathBetween,
  siblingRuleViolations,
  spelledIds,
  vendorViolations,
} from './architecture/checks.ts';
import { readSource, readTree, type Source } from './architecture/source.ts';
import { LONG_LINES, MAX_LINES, VENDOR_HOMES } from './architecture/table.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const all = readTree(ROOT, ['src', 'migrations', 'test']);
const code = all.filter(({ path }) => !path.startsWith('test/') && !path.endsWith('.spec.ts'));
const inRules = code.filter(({ path }) => path.startsWith('src/rules/'));
const drawing = code.filter(
  ({ path }) =>
    /^src\/(model|surfaces\/slack\/(messages|modals|home\/view))/.test(path) && !path.endsWith('/listen.ts'),
);
const long = code.filter(({ lines, path }) => lines > LONG_LINES && path.startsWith('src/'));

describe('the house', () => {
  it('lets each folder import only what the table allows', () => {
    expect(all.length).toBeGreaterThan(300);
    expect(folderViolations(all)).toEqual([]);
  });

  it('keeps the rooms of rules apart but for packs and diff', () => {
    expect(siblingRuleViolations(all)).toEqual([]);
  });

  it('has one home for each package', () => {
    expect(vendorViolations(all)).toEqual([]);
  });

  it('names a home for each dependency and for no other package', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: object };
    const used = new Set(all.flatMap(({ imports }) => imports.map(({ target }) => target)));
    const homeless = Object.keys(dependencies).filter(
      (name) => [...used].some((target) => target === name) && VENDOR_HOMES[name] === undefined,
    );
    expect(homeless).toEqual([]);
  });

  it('has no I/O, clock or chance in rules', () => {
    expect(inRules.length).toBeGreaterThan(100);
    expect(inRules.flatMap(impurities)).toEqual([]);
  });

  it('has none in the nouns, nor where messages are drawn', () => {
    expect(drawing.length).toBeGreaterThan(20);
    expect(drawing.flatMap(impurities)).toEqual([]);
  });

  it.each([
    ['src/ledger/verify.ts', 'src/ledger/append.ts'],
    ['src/store/read-ledger.ts', 'src/ledger/append.ts'],
    ['src/store/read-ledger.ts', 'src/store/ledger.ts'],
    ['src/surfaces/cli/ledger.ts', 'src/ledger/append.ts'],
  ])('keeps %s from ever reaching %s', (from, to) => {
    expect(all.map(({ path }) => path)).toEqual(expect.arrayContaining([from, to]));
    expect(pathBetween(all, from, to)).toBeNull();
  });

  it('has no ring of files that import each other', () => {
    expect(cycles(all)).toEqual([]);
  });

  it(`has no file above ${MAX_LINES} lines (${long.length} above ${LONG_LINES}: ${long.map(({ path, lines }) => `${path.slice(4)} ${lines}`).join(', ')})`, () => {
    expect(long.filter(({ lines }) => lines > MAX_LINES).map(({ path, lines }) => `${path} ${lines}`)).toEqual([]);
  });

  it('gives no file a name that says nothing', () => {
    expect(badNames(code.map(({ path }) => path))).toEqual([]);
  });

  it('spells Slack ids in ids.ts only', () => {
    const ids = [...Object.values(ACTIONS), ...Object.values(CALLBACKS)];
    const elsewhere = code.filter(({ path }) => path !== 'src/surfaces/slack/ids.ts');
    expect(elsewhere.flatMap((source) => spelledIds(source, ids))).toEqual([]);
  });

  it('swallows no error in an empty catch', () => {
    expect(all.flatMap(emptyCatches)).toEqual([]);
  });
});

describe('the checks themselves', () => {
  const file = (path: string, text = ''): Source => readSource(path, text);

  it.each([
    ['a value', "import { transact } from '../store/transact.ts';"],
    ['a type', "import type { Tables } from '../store/tables.ts';"],
    ['something lazily', "await import('../store/open.ts');"],
    ['a type in passing', "type T = import('../store/tables.ts').Tables;"],
    ['something on', "export { openStores } from '../store/open.ts';"],
    ['everything on', "export * from '../store/open.ts';"],
  ])('find a folder that imports %s it may not', (_what, text) => {
    expect(folderViolations([file('src/flow/run.ts', text)])).toHaveLength(1);
  });

  it.each([
    ['what the table allows', 'src/flow/run.ts', "import { x } from '../rules/gate/x.ts';"],
    ['its own folder', 'src/flow/press/x.ts', "import { x } from '../road.ts';"],
    ['all, where the house is put together', 'src/app.ts', "import { x } from './store/open.ts';"],
    ['all, in a spec', 'src/flow/run.spec.ts', "import { x } from '../store/open.ts';"],
  ])('let a file import %s', (_what, path, text) => {
    expect(folderViolations([file(path, text)])).toEqual([]);
  });

  it('find code that leans on a test', () => {
    expect(folderViolations([file('src/app.ts', "import { x } from '../test/support/x.ts';")])).toHaveLength(1);
  });

  it('find a rule that looks into a sibling', () => {
    const sources = [
      file('src/rules/gate/a.ts', "import { x } from '../drift/x.ts';"),
      file('src/rules/gate/b.ts', "import { x } from '../packs/x.ts';"),
    ];
    expect(siblingRuleViolations(sources)).toEqual(['src/rules/gate/a.ts:1 imports src/rules/drift/x.ts']);
  });

  it.each([
    ['src/flow/a.ts', "import { App } from '@slack/bolt';"],
    ['src/workspace/a.ts', "import { x } from '@slack/types';"],
    ['src/surfaces/http/a.ts', "import { sql } from 'kysely/migration';"],
    ['src/rules/a.ts', "import left from 'left-pad';"],
  ])('find a package outside of its home in %s', (path, text) => {
    expect(vendorViolations([file(path, text)])).toHaveLength(1);
  });

  it('let the workspace know the types of Slack', () => {
    expect(vendorViolations([file('src/workspace/a.ts', "import type { KnownBlock } from '@slack/types';")])).toEqual(
      [],
    );
  });

  it.each([
    ['reads a file', "import { readFile } from 'node:fs/promises';"],
    ['asks the clock', 'const now = Date.now();'],
    ['makes a date of now', 'const now = new Date();'],
    ['throws dice', 'const dice = Math.random();'],
    ['reads the environment', 'const home = process.env.HOME;'],
    ['asks the network', "const answer = await fetch('http://127.0.0.1');"],
    ['measures', 'const start = performance.now();'],
    ['names things by chance', "import { createId } from '../shared/ids.ts';"],
  ])('find a rule that %s', (_what, text) => {
    expect(impurities(file('src/rules/a.ts', text))).toHaveLength(1);
  });

  it('let a rule work with a date it was given and with words that only look alike', () => {
    const text =
      'const at = new Date(now); const a = { process: 1, fetch: 2 }; a.process; type P = { performance: number };';
    expect(impurities(file('src/rules/a.ts', text))).toEqual([]);
  });

  it('find the way from one file to another, and do not count types', () => {
    const sources = [
      file('src/ledger/verify.ts', "import { x } from './chain.ts'; import type { T } from './append.ts';"),
      file('src/ledger/chain.ts', "import { y } from './append.ts';"),
    ];
    expect(pathBetween(sources, 'src/ledger/verify.ts', 'src/ledger/append.ts')).toEqual([
      'src/ledger/verify.ts',
      'src/ledger/chain.ts',
      'src/ledger/append.ts',
    ]);
    expect(pathBetween(sources.slice(0, 1), 'src/ledger/verify.ts', 'src/ledger/append.ts')).toBeNull();
  });

  it('find a ring', () => {
    const sources = [
      file('src/flow/a.ts', "import './b.ts';"),
      file('src/flow/b.ts', "import { c } from './c.ts';"),
      file('src/flow/c.ts', "export { a } from './a.ts';"),
    ];
    expect(cycles(sources)).toEqual(['src/flow/a.ts -> src/flow/b.ts -> src/flow/c.ts -> src/flow/a.ts']);
  });

  it('find names that say nothing', () => {
    const paths = ['src/flow/utils.ts', 'src/flow/pack-manager.ts', 'src/services/a.ts', 'src/flow/engine.ts'];
    expect(badNames([...paths, 'src/flow/utility-bill.ts', 'src/rules/packs/versions.ts'])).toEqual(paths);
  });

  it('find a Slack id that is spelled twice', () => {
    expect(spelledIds(file('src/flow/a.ts', `const id = '${ACTIONS.approve}';`), Object.values(ACTIONS))).toHaveLength(
      1,
    );
  });

  it('find a catch that hides something, a comment or not', () => {
    expect(emptyCatches(file('src/a.ts', 'try { a(); } catch { /* never mind */ }'))).toHaveLength(1);
    expect(emptyCatches(file('src/a.ts', 'try { a(); } catch (thrown) { log(thrown); }'))).toEqual([]);
  });

  it('refuse what they cannot read', () => {
    expect(() => file('src/a.ts', 'const = ;')).toThrow('cannot be parsed');
  });
});
