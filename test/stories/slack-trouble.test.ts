import { expect, it } from 'vitest';
import { mergeRename } from '../../src/demo/story.ts';
import type { Faults } from '../../src/workspace/index.ts';
import { CHANNEL, openBreakingPullRequest, REPO, useStory } from '../support/story.ts';

const story = useStory();

const TROUBLE: [string, Partial<Faults>][] = [
  ['429 with Retry-After to every kind of call', { rateLimitNext: 2 }],
  ['500 to every kind of call', { errorNext: 2 }],
  ['no answer to the messages it posted', { loseAnswerNext: 2, onlyMethod: 'chat.postMessage' }],
  ['no answer to the edits it made', { loseAnswerNext: 1, onlyMethod: 'chat.update' }],
];

it.each(TROUBLE)('ends with one living message and no reply twice when Slack gives %s', async (_, faults) => {
  const { workspace, github } = story.demo;
  await expect.poll(() => workspace.state('U0BOB').app.connected).toBe(true);
  await story.settled();
  workspace.faults(faults);
  const number = await openBreakingPullRequest(github);
  const merged = await mergeRename(github);
  const seat = await story.sit('bob');
  await seat.message(number).getByText(`Blocked · ${REPO} #${number}`).waitFor();
  await seat.message(merged).getByText('2 pages became wrong').waitFor();
  await story.settled();

  workspace.faults(faults);
  await seat.press(seat.message(number), 'Approve');
  await seat.message(number).getByText('Approved by Bob Baker').waitFor();
  await story.settled();

  const struck = workspace.records().filter(({ direction, ok }) => direction === 'from-app' && !ok);
  expect(struck.length).toBeGreaterThan(0);
  const messages = workspace.messages(CHANNEL.id);
  const threads = messages.flatMap(({ ts }) => workspace.messages(CHANNEL.id, ts).slice(1));
  const keys = [...messages, ...threads].map(({ metadata }) => JSON.stringify(metadata));
  expect(new Set(keys).size).toBe(keys.length);
  expect([await seat.messages(number).count(), await seat.messages(merged).count()]).toEqual([1, 1]);
  expect(threads.map(({ text }) => text.replace(/[0-9a-f]{7}/, '…')).sort()).toEqual([
    'Bob Baker (tier 1) approved for …. Blocked: 4 findings in the way.',
    'Judged …: block (highest: high), by Payments contract v1.',
    'Proposed patch of README.md:',
    'Proposed patch of docs/runbook.md:',
  ]);
  expect(await story.ledger('delivery.dead')).toEqual([]);
});
