import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Facts, ReadOutcome } from '../../../model/facts.ts';
import { factKey } from '../../../model/facts.ts';
import type { RawFinding } from '../../../model/finding.ts';
import { OUTCOMES, SURFACES } from '../../../model/finding.ts';
import { ASK_ROUNDS, askOnce } from '../ask.ts';
import { type Comparator, comparingOf, NEEDS } from '../comparator.ts';
import { factsOf, type Given, outcomeIn } from '../given.ts';
import { allComparators } from './index.ts';

const here = new URL('./', import.meta.url);
const folders = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const comparators = allComparators().map((comparator) => [comparator.id, comparator] as const);

/** Something of everything, so that every comparator has work: pages, an API description, Terraform. */
const SPEC = (path: string, answer: string) =>
  `openapi: 3.0.3\ninfo:\n  title: Payments\n  version: 1.0.0\npaths:\n  ${path}:\n    get:\n      responses:\n        "200":\n          ${answer}\n`;
const CHANGE: Given = {
  base: {
    'README.md': '# Payments\n\nSee [setup](docs/setup.md#first).\n',
    'docs/setup.md': '# Setup\n\n## First\n\nGo.\n',
    'openapi.yaml': SPEC('/charges', 'description: Fine'),
    'main.tf': 'variable "size" {\n  type = number\n}\n',
    'api/schema.graphql': 'type Query {\n  users: Int\n  teams: Int\n}\n',
    'api/pay.schema.json': '{"type": "string", "maxLength": 9}\n',
    'api/pay.proto': 'syntax = "proto3";\nmessage Pay {\n  int32 cents = 1;\n}\n',
    LICENSE: 'MIT',
  },
  head: {
    'alerts.yml': 'groups:\n  - rules:\n      - alert: Slow\n        expr: up\n',
    'db/migrations/2_next.sql': 'DROP TABLE charges;\n',
    'README.md': '# Payments\n\nSee [setup](docs/setup.md#frist) and ![logo](logo.png).\n',
    'docs/setup.md': '# Setup\n',
    'openapi.yaml': SPEC('/payments', 'summary: Fine'),
    'api/schema.graphql': 'type Query {\n  users: Int\n}\n',
    'api/pay.schema.json': '{"type": "string", "maxLength": 5}\n',
    'api/pay.proto': 'syntax = "proto3";\nmessage Pay {\n}\n',
    'main.tf':
      'variable "days" {\n  type = number\n}\n\nresource "aws_iam_policy" "p" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })\n}\n',
  },
  artifacts: [
    {
      type: 'openapi_spec',
      path: { base: 'openapi.yaml', head: 'openapi.yaml' },
      from: 'explicit',
      tried: ['openapi.yaml'],
    },
  ],
};

/** Options under which a comparator that demands nothing by itself has something to say. */
const OPTIONS: Record<string, object> = {
  'docs.required_sections': { rules: [{ pages: '*.md', sections: ['Rollback'] }] },
  'obligation.file_present': {
    files: [
      { path: '/LICENSE', minBytes: 10 },
      { path: '/README.md', minBytes: 10 },
    ],
  },
  'graphql.diff': {},
  'jsonschema.diff': {},
  'protobuf.diff': {},
  'obligation.file_changed': { rules: [{ when: '/main.tf', must: '/CHANGELOG.md' }] },
  'terraform.docs_parity': { includeExisting: true },
};

describe('the registry', () => {
  it('holds every folder under its name, once', () => {
    expect(comparators.map(([id]) => id).sort()).toEqual(folders);
  });
});

describe.each(comparators)('%s', (id, comparator) => {
  it('is complete: a readme that begins with its question, a spec, and what a pack is told about it', () => {
    const file = (name: string) => new URL(`${id}/${name}`, here);
    expect(readFileSync(file('readme.md'), 'utf8').split('\n')[0]).toBe(comparator.question);
    for (const name of ['index.ts', 'options.ts', 'compare.ts', 'compare.spec.ts'])
      expect(existsSync(file(name)), name).toBe(true);
    expect(comparator.question.endsWith('?')).toBe(true);
    expect(SURFACES).toContain(comparator.surface);
    expect(comparator.version).toBeGreaterThanOrEqual(1);
    expect(comparator.defaultSeverity).toBeGreaterThan(0);
    expect(comparator.defaultSeverity).toBeLessThanOrEqual(100);
    for (const need of comparator.needs) expect(NEEDS).toContain(need);
  });

  it('accepts empty options and refuses unknown ones', () => {
    expect(comparator.Options.safeParse({}).success).toBe(true);
    expect(comparator.Options.safeParse({ misspelt: 1 }).success).toBe(false);
  });

  it('says something, cites it or says why not, and tells what would make it pass', async () => {
    const findings = await run(comparator, CHANGE, OPTIONS[id] ?? {});
    // What needs other facts than this one change to find something shows it in its own spec.
    if (id in OPTIONS)
      expect(findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown')).not.toEqual([]);
    for (const finding of findings) checkFinding(finding, CHANGE);
  });

  it('answers nothing but unknown when nothing can be read', async () => {
    const unread: ReadOutcome = { kind: 'unreadable', reason: 'error', detail: 'The host refused.' };
    const refused: Given = { ...CHANGE, head: blank(CHANGE.head, unread), base: blank(CHANGE.base, unread) };
    const facts = { ...factsOf(CHANGE), texts: {} };
    const findings = await run(comparator, refused, OPTIONS[id] ?? {}, facts);
    const readsNothing =
      comparator.wants({ ...asking(comparator, facts, OPTIONS[id] ?? {}), has: () => null }).length === 0;
    if (readsNothing) return;
    expect(findings.filter(({ outcome }) => outcome === 'unknown')).not.toEqual([]);
    for (const finding of findings) {
      expect(['unknown', 'fail'], finding.message).toContain(finding.outcome);
      checkFinding(finding, CHANGE);
    }
  });

  it('never passes what is missing from the facts altogether', async () => {
    const facts = factsOf(CHANGE);
    const options = comparator.Options.parse(OPTIONS[id] ?? {});
    const wanted = comparator.wants({ ...asking(comparator, facts, OPTIONS[id] ?? {}), has: () => null });
    if (wanted.length === 0) return;
    const findings = await comparator.compare(comparingOf(comparator, facts, options));
    expect(findings.filter(({ outcome }) => outcome === 'pass')).toEqual([]);
  });

  it('answers the same twice, and leaves the facts as they are', async () => {
    const first = await run(comparator, CHANGE, OPTIONS[id] ?? {}, deepFrozen(factsOf(CHANGE), 'texts'));
    const second = await run(comparator, CHANGE, OPTIONS[id] ?? {});
    expect(second).toEqual(first);
  });

  it('has nothing to say about an empty change', async () => {
    const findings = await run(comparator, {}, {});
    expect(findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown')).toEqual([]);
  });
});

function checkFinding(finding: RawFinding, given: Given): void {
  expect(OUTCOMES).toContain(finding.outcome);
  expect(finding.key).not.toBe('');
  expect(finding.key, 'a key holds no commit').not.toMatch(/[0-9a-f]{40}/);
  expect(finding.message).not.toBe('');
  if (finding.outcome === 'pass' || finding.outcome === 'not-applicable') return;
  expect(finding.severity).toBeGreaterThan(0);
  expect(finding.suggestedFix).not.toBe('');
  if (finding.evidence.length === 0) expect(finding.message).toMatch(/could not|no line/i);
  for (const { file, line, side } of finding.evidence) {
    expect(file.startsWith('/')).toBe(false);
    const content = given[side]?.[file];
    if (line !== null && typeof content === 'string') {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(content.split('\n').length);
    }
  }
}

async function run(
  comparator: Comparator,
  given: Given,
  options: object,
  facts: Facts = factsOf(given),
): Promise<RawFinding[]> {
  const parsed = comparator.Options.parse(options);
  for (let round = 1; round <= ASK_ROUNDS; round += 1) {
    for (const request of askOnce(comparator, facts, parsed).requests)
      facts.texts[factKey(request)] = Object.freeze(outcomeIn(given, request));
  }
  return await comparator.compare(comparingOf(comparator, facts, deepFrozen(parsed)));
}

function asking(comparator: Comparator, facts: Facts, options: object) {
  const { read: _read, ...rest } = comparingOf(comparator, facts, comparator.Options.parse(options));
  return rest;
}

function blank(files: Given['head'], as: ReadOutcome): Record<string, ReadOutcome> {
  return Object.fromEntries(Object.keys(files ?? {}).map((path) => [path, as]));
}

/** Frozen all the way down; `except` stays open at the first level. */
function deepFrozen<T>(value: T, except?: string): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const [key, inner] of Object.entries(value)) if (key !== except) deepFrozen(inner);
  return except === undefined ? Object.freeze(value) : value;
}
