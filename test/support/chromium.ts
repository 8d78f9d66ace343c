import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, type Page, chromium as playwright } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Git ignores it. */
const PICTURES = join(ROOT, 'tmp', 'stories');
/** How long a person would wait for anything on the page; only a failing story ever waits this long. */
export const PATIENCE_MS = 15_000;

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--hide-scrollbars',
  '--mute-audio',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
];

export type Look = { theme?: 'light' | 'dark'; width?: number; height?: number };

export type Chromium = {
  /** A page of its own, with nothing kept from another. */
  open(url: string, look?: Look): Promise<Page>;
  /** Puts every page away, e.g. before the server behind them stops. */
  closePages(): Promise<void>;
};

/**
 * One Chromium for the stories of this file. A story fails when a page threw or wrote an error to its console; when
 * it fails for any reason, each open page is photographed and the place of the picture is printed.
 */
export function useChromium(): Chromium {
  let browser: Browser | null = null;
  let contexts: BrowserContext[] = [];
  let complaints: string[] = [];

  beforeAll(async () => {
    browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: ARGS, headless: true });
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail' || complaints.length > 0) await photograph(task.name, contexts);
    await closePages();
    const said = complaints;
    complaints = [];
    expect(said, 'errors on the page').toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
  });

  async function closePages(): Promise<void> {
    const open = contexts;
    contexts = [];
    await Promise.all(open.map((context) => context.close()));
  }

  return {
    closePages,
    async open(url, look = {}) {
      if (browser === null) throw new TypeError('The browser starts in beforeAll; open pages from inside a test.');
      const context = await browser.newContext({
        viewport: { width: look.width ?? 1280, height: look.height ?? 900 },
        colorScheme: look.theme ?? 'light',
        reducedMotion: 'reduce',
      });
      contexts.push(context);
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
      page.on('console', (line) => {
        if (line.type() === 'error') complaints.push(`${line.text()} (${line.location().url})`);
      });
      await page.goto(url);
      return page;
    },
  };
}

async function photograph(story: string, contexts: readonly BrowserContext[]): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  const name = story.replace(/[^a-z0-9]+/gi, '-').slice(0, 80);
  for (const [index, page] of contexts.flatMap((context) => context.pages()).entries()) {
    const path = join(PICTURES, `${name}-${index + 1}.png`);
    await page.screenshot({ path });
    process.stderr.write(`The page of "${story}" is in ${relative(ROOT, path)}\n`);
  }
}
