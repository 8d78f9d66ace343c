import { expect, it } from 'vitest';
import { openBreakingPullRequest, REPO, useStory } from '../support/story.ts';

const story = useStory();
const REASON = 'Why may this change go in?';

it('lets exactly one of two people win who override in the same moment, and tells the other', async () => {
  const number = await openBreakingPullRequest(story.demo.github);
  const [bob, dana] = await Promise.all([story.sit('bob'), story.sit('dana')]);
  for (const seat of [bob, dana]) {
    await seat.press(seat.message(number), 'Override…');
    await seat.fill(REASON, 'Every caller was asked and has moved.');
  }
  await Promise.all([bob.submit(), dana.submit()]);

  const [granted] = await story.recorded('override.granted');
  const [refused] = await story.recorded('press.refused');
  expect(refused?.payload.code).toBe('already-answered');
  expect([granted?.actor.id, refused?.actor.id].sort()).toEqual(['U0BOB', 'U0DANA']);

  const bobWon = granted?.actor.id === 'U0BOB';
  const loser = bobWon ? dana : bob;
  await loser.whisper(`${bobWon ? 'Bob Baker' : 'Dana Diaz'} already overrode this at`).waitFor();
  expect(await (bobWon ? bob : dana).whisper('already').count()).toBe(0);
  await story.check('customer-id', 'success');
  for (const seat of [bob, dana]) {
    await seat.message(number).getByText(`Passed by override · ${REPO} #${number}`).waitFor();
    expect(await seat.messages(number).count()).toBe(1);
    expect(await seat.message(number).getByText('Overridden by').count()).toBe(1);
  }
  await story.settled();
  expect(await story.ledger('override.granted')).toHaveLength(1);
});
