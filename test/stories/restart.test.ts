import { expect, it } from 'vitest';
import { createLog } from '../../src/adapters/system/log.ts';
import { startApp } from '../../src/app.ts';
import { mergeRename } from '../../src/demo/story.ts';
import { CHANNEL, openBreakingPullRequest, REPO, useStory } from '../support/story.ts';

const story = useStory();
const REASON = 'Why may this change go in?';

/** All that Slack holds, threads included. */
function everythingSaid() {
  const { workspace } = story.demo;
  const messages = workspace.messages(CHANNEL.id);
  return messages.map((message) => ({ message, thread: workspace.messages(CHANNEL.id, message.ts) }));
}

it('has everything where it was after a stop and a start, and says nothing twice', async () => {
  const dir = await story.dir();
  const { github } = await story.start({ dir });
  const number = await openBreakingPullRequest(github);
  const before = await story.sit('bob');
  await before.press(before.message(number), 'Override…');
  await before.fill(REASON, 'Every caller was asked and has moved.');
  await before.submit();
  await story.check('customer-id', 'success');
  const merged = await mergeRename(github);
  await before.message(merged).getByText('2 pages became wrong').waitFor();
  await story.settled();
  const said = everythingSaid();
  const written = await story.ledger();
  const checks = await github.as('alice').checkRuns(REPO, 'customer-id');

  const { workspace, github: again } = await story.start({ dir });
  await story.settled();
  const seat = await story.sit('bob');
  await seat.message(number).getByText(`Passed by override · ${REPO} #${number}`).waitFor();
  await seat.message(number).getByText('Every caller was asked and has moved.').waitFor();
  expect(everythingSaid()).toEqual(said);
  expect(await story.ledger()).toEqual(written);
  expect(await again.as('alice').checkRuns(REPO, 'customer-id')).toEqual(checks);
  expect(workspace.records().filter(({ summary }) => /chat\.(postMessage|update)/.test(summary))).toEqual([]);

  const home = await seat.openHome();
  await home.getByText('README.md').waitFor();
  await home.getByText(`${REPO} #${number}`).waitFor();
  await seat.openChannel();
  await seat.message(merged).getByRole('button', { name: 'Approve the patch of README.md' }).click();
  await seat.message(merged).getByText('approved by Bob Baker and written: the commit').waitFor();
  expect(await again.as('alice').read(REPO, 'README.md')).toContain('PAYMENTS_BANK_TIMEOUT_MS');
});

it('takes up what was pushed while it was away', async () => {
  const dir = await story.dir();
  const { app, github, config, workspace } = await story.start({ dir });
  await app.stop();
  const number = await openBreakingPullRequest(github);
  expect(workspace.messages(CHANNEL.id)).toEqual([]);

  const log = createLog({ level: 'fatal', redactedPaths: [], scrub: (text) => text });
  const back = await startApp({ config, log, timetable: false });
  story.demo.app = back;
  const seat = await story.sit('bob');
  await seat.message(number).getByText(`Blocked · ${REPO} #${number}`).waitFor();
  await story.check('customer-id', 'failure');
  await story.settled();
  expect(await seat.messages(number).count()).toBe(1);
});
