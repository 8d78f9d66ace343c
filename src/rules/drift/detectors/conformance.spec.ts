import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DETECTORS } from './index.ts';

const FOLDERS = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

it('registers every folder under its name, once', () => {
  expect(DETECTORS.map(({ id }) => id).sort()).toEqual(FOLDERS);
});

describe.each(DETECTORS.map((detector) => [detector.id, detector] as const))('%s', (id, detector) => {
  it.each(['index.ts', 'options.ts', 'detect.ts', 'detect.spec.ts', 'readme.md'])('has its %s', (file) => {
    expect(existsSync(join(import.meta.dirname, id, file))).toBe(true);
  });

  it('opens its readme with its question, and gives an example', () => {
    const readme = readFileSync(join(import.meta.dirname, id, 'readme.md'), 'utf8');
    expect(readme.split('\n')[0]).toBe(detector.question);
    expect(readme).toMatch(/silent/i);
    expect(readme).toMatch(/example/i);
  });

  it('accepts empty options and refuses unknown ones', () => {
    expect(detector.Options.safeParse({}).success).toBe(true);
    expect(detector.Options.safeParse({ noSuchOption: 1 }).success).toBe(false);
  });

  it('suspects nothing of an empty change', () => {
    const change = { files: [], pairings: [], removed: [], added: [] };
    expect(detector.suspect({ change }, detector.Options.parse({}))).toEqual([]);
  });
});
