import { expect, it } from 'vitest';
import type { Seat } from '../support/seat.ts';
import { openBreakingPullRequest, REPO, useStory } from '../support/story.ts';

const story = useStory();

const refreshOne = () => story.demo.workspace.refreshSockets(1);
const refreshAll = () => story.demo.workspace.refreshSockets();
const cut = () => void story.demo.workspace.faults({ dropSocket: true });
const nothing = () => undefined;

it.each([
  ['one socket was refreshed', refreshOne, nothing, 0],
  ['every socket was refreshed', refreshAll, nothing, null],
  ['every socket was cut', cut, nothing, null],
  ['every socket is refreshed under the press', nothing, refreshAll, null],
  ['every socket is cut under the press', nothing, cut, null],
])('loses no press when %s: it counts, or the person is told', async (_, before, under, expectedFailures) => {
  const { seat, numbers } = await openTwo();
  let failures = 0;
  for (const number of numbers) {
    before();
    failures += await pressUntilCounted(seat, number, under);
  }
  const granted = await story.recorded('approval.granted', numbers.length);
  expect(new Set(granted.map(({ subject }) => subject))).toEqual(new Set(numbers.map((n) => `pr:${REPO}#${n}`)));
  expect(await story.ledger('press.refused')).toEqual([]);
  // The other connection takes what comes while one is replaced.
  if (expectedFailures !== null) expect(failures).toBe(expectedFailures);
  for (const number of numbers) {
    expect(await seat.messages(number).count()).toBe(1);
    const replies = await textsOf(number);
    expect(new Set(replies).size).toBe(replies.length);
  }
});

it('tells the person by the button while nothing gets through, and counts the press after that', async () => {
  const { seat, numbers } = await openTwo();
  const [number = 0] = numbers;
  const { workspace } = story.demo;
  workspace.faults({ refuseDeliveries: true });
  await seat.press(seat.message(number), 'Approve');
  await seat.message(number).getByTestId('element-failure').waitFor();
  await story.settled();
  expect(await story.ledger('approval.granted')).toEqual([]);
  workspace.faults({ refuseDeliveries: false });
  await seat.press(seat.message(number), 'Approve');
  await seat.message(number).getByText('Approved by Bob Baker').waitFor();
  expect(await story.ledger('approval.granted')).toHaveLength(1);
});

async function openTwo(): Promise<{ seat: Seat; numbers: number[] }> {
  const numbers: number[] = [];
  for (const branch of ['first', 'second']) numbers.push(await openBreakingPullRequest(story.demo.github, branch));
  const seat = await story.sit('bob');
  for (const number of numbers) await seat.message(number).getByText('Blocked').waitFor();
  await story.settled();
  await bothConnected();
  return { seat, numbers };
}

/**
 * Presses until it counts; answers how often the person was told that the app did not answer. Such a press may have
 * come through with only its acknowledgement lost, so it is looked for before the next one.
 */
async function pressUntilCounted(seat: Seat, number: number, under: () => void): Promise<number> {
  const message = seat.message(number);
  const counted = message.getByText('Approved by Bob Baker');
  const told = message.getByTestId('element-failure');
  for (let failures = 0; failures < 20; failures += 1) {
    await seat.press(message, 'Approve');
    if (failures === 0) under();
    await counted.or(told).first().waitFor();
    await bothConnected();
    await story.settled();
    const granted = await story.ledger('approval.granted');
    if (!granted.some(({ subject }) => subject === `pr:${REPO}#${number}`)) continue;
    await counted.waitFor();
    return failures;
  }
  throw new Error(`The approval of #${number} was never counted.`);
}

async function bothConnected(): Promise<void> {
  await expect.poll(() => story.demo.workspace.sockets(), { timeout: 20_000 }).toBe(2);
}

async function textsOf(number: number): Promise<string[]> {
  const { workspace, app } = story.demo;
  const place = await app.stores.messages.get(`pr:${REPO}#${number}`);
  return workspace.messages(place?.channel ?? '', place?.ts).map(({ text }) => text);
}
