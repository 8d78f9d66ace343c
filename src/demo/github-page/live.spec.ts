import { afterAll, beforeAll, expect, it } from 'vitest';
import { useChromium } from '../../../test/support/chromium.ts';
import { type EmulatedGithub, startEmulatedGithub } from '../github.ts';
import { filesOf, openBreakingPullRequest, REPO } from '../story.ts';

let github: EmulatedGithub;
const chromium = useChromium();

beforeAll(async () => {
  github = await startEmulatedGithub({ repos: [{ repo: REPO, files: await filesOf('base') }] });
  await openBreakingPullRequest(github);
});
afterAll(() => github.close());

async function report(conclusion: string): Promise<void> {
  const run = { name: 'Countersign', head_sha: await github.as('alice').head(REPO, 'customer-id'), conclusion };
  await github.as('bob').call('POST', `/repos/${REPO}/check-runs`, {
    ...run,
    status: 'completed',
    output: { title: conclusion, summary: '' },
  });
}

it('flips a check before the eyes of whoever looks, and keeps open what they opened', async () => {
  const page = await chromium.open(`${github.url}/${REPO}/pull/1`);
  const merge = page.locator('[data-key=merge]');
  await report('failure');
  await page.locator('[data-key=merge][data-state=failure]').waitFor();
  await page.getByText('Merge without waiting').click();
  await report('timed_out');
  await merge.getByText('timed_out').waitFor();
  expect(await page.getByRole('button', { name: 'Bypass rules and merge' }).isVisible()).toBe(true);
  await report('success');
  await page.locator('[data-key=merge][data-state=success]').waitFor();
  await page.getByRole('button', { name: 'Push a commit' }).click();
  await page.getByText('Try a payment of 1.00 EUR too').waitFor();
  await merge.getByText('No checks have reported yet').waitFor();
});

it('shows a commit to the README as soon as it is there', async () => {
  const page = await chromium.open(`${github.url}/${REPO}`);
  await page.getByText('Takes payments for Acme').waitFor();
  await github
    .as('bob')
    .commit(REPO, 'main', 'Name the variable as it is', { 'README.md': '# payments\n\nAs it is.\n' });
  await page.getByText('As it is.', { exact: true }).waitFor();
  expect(await page.locator('[data-key=latest]').textContent()).toContain('Name the variable as it is');
});

it('goes to the pull request that a button opened, without anything being loaded from elsewhere', async () => {
  const page = await chromium.open(`${github.url}/${REPO}`, { width: 420, theme: 'dark' });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  await page.getByRole('button', { name: 'Open a pull request that breaks the API' }).click();
  await page.waitForURL(`**/${REPO}/pull/2`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect([...new Set(asked)]).toEqual([github.url]);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
});
