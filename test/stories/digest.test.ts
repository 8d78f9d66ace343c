import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mergeRename } from '../../src/demo/story.ts';
import { digestJob, JOBS } from '../../src/flow/timers/run-timer.ts';
import { verifyLedgerFile } from '../../src/ledger/verify-file.ts';
import { MINUTE_MS } from '../../src/shared/time.ts';
import { openLedgerFile } from '../../src/store/read-ledger.ts';
import { openBreakingPullRequest, REPO, useStory } from '../support/story.ts';

const story = useStory();
const MORNING = Date.UTC(2026, 10, 20, 9);

/** A due timer, as the timetable hands it in. */
function due(job: string, dueAt: number): Promise<'stored' | 'seen'> {
  return story.demo.app.accept({
    type: 'timer.due',
    source: 'cron',
    dedupeKey: `timer:${job}:${dueAt}`,
    lane: `timer:${job}`,
    actor: { type: 'timer', id: job },
    data: { job, dueAt },
  });
}
const digest = () => due(digestJob('#payments', 9, 'Europe/London'), MORNING);

it('tells in one message what waits, with a checkpoint that anybody can check against a copy of the ledger', async () => {
  const dir = await story.dir();
  const { github, app } = await story.start({ dir });
  const number = await openBreakingPullRequest(github);
  const merged = await mergeRename(github);
  await story.recorded('drift.proposed', 2);
  await story.settled();
  expect(await digest()).toBe('stored');
  expect(await digest()).toBe('seen');
  await story.recorded('digest.issued');

  const seat = await story.sit('dana');
  const message = seat.page.getByTestId('message').filter({ hasText: 'Digest of 2026-11-20' });
  await message.getByText('Waiting for an answer (1)').waitFor();
  await message.getByText(`${REPO} #${number}`).first().waitFor();
  await message.getByText('Patches waiting (2)').waitFor();
  expect(await message.getByText(`${REPO} #${merged}`).count()).toBe(0);
  const copied = await message.innerText();
  const { verifierKey } = app;
  await story.settled();
  expect(await message.count()).toBe(1);

  await story.stop();
  const copy = join(dir, 'copy.db');
  await copyFile(join(dir, 'countersign.db'), copy);
  const file = await openLedgerFile(copy);
  const report = await verifyLedgerFile(file, { checkpointText: copied, verifierKey });
  await file.close();
  expect(report.problem).toBeNull();
  expect(report.checkpoints[0]).toMatchObject({ from: 'given', verdict: 'good' });
  expect(report.entries).toBeGreaterThan(report.checkpoints[0]?.size ?? Number.POSITIVE_INFINITY);
});

it('says in one line that nothing waits on an empty day', async () => {
  await digest();
  const seat = await story.sit('bob');
  const message = seat.page.getByTestId('message').filter({ hasText: '2026-11-20' });
  await message.getByText('2026-11-20: nothing waits. No pull request was judged.').waitFor();
  expect(await message.locator('[data-block-type=header]').count()).toBe(0);
  expect(await message.locator('[data-block-type]').count()).toBe(2);
});

it('tells once that a watcher fell silent, and once that it is heard again', async () => {
  let clock = MORNING;
  const { github } = await story.start({ now: () => clock });
  const seat = await story.sit('bob');
  const silent = seat.page.getByTestId('message').filter({ hasText: 'GitHub deliveries went silent' });
  const back = seat.page.getByTestId('message').filter({ hasText: 'GitHub deliveries is heard again' });
  async function watch(): Promise<void> {
    await due(JOBS.watch, clock);
    await story.settled();
  }

  await watch();
  for (let minutes = 0; minutes < 45; minutes += 3) {
    clock += 3 * MINUTE_MS;
    await watch();
  }
  await silent.waitFor();
  await silent.getByText('no sign of life').waitFor();
  const home = await seat.openHome();
  await home.getByText(/GitHub deliveries: silent for/).waitFor();

  clock += MINUTE_MS;
  await openBreakingPullRequest(github);
  await story.recorded('gate.decided');
  await watch();
  await seat.openChannel();
  await back.waitFor();
  clock += MINUTE_MS;
  await watch();
  expect([await silent.count(), await back.count()]).toEqual([1, 1]);
  expect((await story.ledger('watcher.flipped')).map(({ payload }) => payload.to)).toEqual(['silent', 'up']);
});
