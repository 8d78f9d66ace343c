import { expect, it } from 'vitest';
import { openBreakingPullRequest, REPO, useStory } from '../support/story.ts';

const story = useStory();

const FAULTS = {
  'a socket is refreshed': () => story.demo.workspace.refreshSockets(1),
  'every socket is refreshed': () => story.demo.workspace.refreshSockets(),
  'every socket is cut': () => void story.demo.workspace.faults({ dropSocket: true }),
};

it.each(Object.entries(FAULTS))('loses no press while %s: it counts, or the person is told', async (_, strike) => {
  const { github, workspace } = story.demo;
  const branches = ['first', 'second', 'third'];
  const numbers: number[] = [];
  for (const branch of branches) numbers.push(await openBreakingPullRequest(github, branch));
  const seat = await story.sit('bob');
  for (const number of numbers) await seat.message(number).getByText('Blocked').waitFor();
  await expect.poll(() => workspace.state('U0BOB').app.connected).toBe(true);

  strike();
  for (const number of numbers) await pressUntilAnswered(seat, number);

  const granted = await story.recorded('approval.granted', numbers.length);
  expect(new Set(granted.map(({ subject }) => subject))).toEqual(new Set(numbers.map((n) => `pr:${REPO}#${n}`)));
  await story.settled();
  expect(await story.ledger('press.refused')).toEqual([]);
  for (const number of numbers) {
    expect(await seat.messages(number).count()).toBe(1);
    const replies = await textsOf(number);
    expect(new Set(replies).size).toBe(replies.length);
  }
});

/** Presses, and presses again only when the page said that the app did not answer. */
async function pressUntilAnswered(seat: Awaited<ReturnType<typeof story.sit>>, number: number): Promise<void> {
  const message = seat.message(number);
  const counted = message.getByText('Approved by Bob Baker');
  const told = message.getByTestId('element-failure');
  for (let tries = 0; tries < 20; tries += 1) {
    await seat.press(message, 'Approve');
    await counted.or(told).first().waitFor();
    if ((await counted.count()) > 0) return;
    await expect.poll(() => story.demo.workspace.state('U0BOB').app.connected, { timeout: 20_000 }).toBe(true);
  }
  throw new Error(`The approval of #${number} was never counted.`);
}

async function textsOf(number: number): Promise<string[]> {
  const { workspace, app } = story.demo;
  const place = await app.stores.messages.get(`pr:${REPO}#${number}`);
  return workspace.messages(place?.channel ?? '', place?.ts).map(({ text }) => text);
}
