import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { coverage } from './coverage.ts';
import { allMethods } from './web-api/methods.ts';

const routes = Object.keys(allMethods(() => ''));

describe('the coverage table', () => {
  it('lists exactly the methods that are answered', () => {
    const answered = coverage.filter(({ state }) => state !== 'missing').map(({ method }) => method);
    expect(answered.toSorted()).toEqual(routes.toSorted());
  });

  it('answers every method that the Slack surface calls', async () => {
    const surface = new URL('../surfaces/slack/', import.meta.url);
    const files = (await readdir(surface, { recursive: true })).filter((file) => /(?<!spec)\.ts$/.test(file));
    const texts = await Promise.all(files.map((file) => readFile(new URL(file, surface), 'utf8')));
    const called = texts.flatMap((text) =>
      [...text.matchAll(/\bclient\.([a-z]+(?:\.[a-zA-Z]+)+)\b/g)].map((match) => String(match[1])),
    );
    expect([...new Set(called)].filter((method) => !routes.includes(method))).toEqual([]);
  });

  it('calls nothing missing that is answered', () => {
    const missing = coverage.filter(({ state }) => state === 'missing').map(({ method }) => method);
    expect(missing.filter((method) => routes.includes(method))).toEqual([]);
  });

  it('says what a partial method lacks, and only there', () => {
    const wrong = coverage.filter(({ state, lacks }) => (state === 'partial') !== (lacks !== undefined));
    expect(wrong).toEqual([]);
  });

  it('names each method once', () => {
    expect(new Set(coverage.map(({ method }) => method)).size).toBe(coverage.length);
  });
});
