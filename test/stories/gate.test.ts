import { expect, it } from 'vitest';
import { openBreakingPullRequest, REPO, useStory } from '../support/story.ts';

const story = useStory();

it('goes green when the team lead overrides a block, after the outsider and the author were refused', async () => {
  const { github } = story.demo;
  const number = await openBreakingPullRequest(github);
  const red = await story.check('customer-id', 'failure');
  expect(red.status).toBe('completed');

  const seat = await story.sit('charlie');
  const message = seat.message(number);
  await message.getByText(`Blocked · ${REPO} #${number}`).waitFor();
  await message.getByText('openapi.yaml:61').waitFor();
  expect(await seat.buttons(message)).toEqual(['Approve', 'Override…', 'Break-glass…']);

  await seat.press(message, 'Override…');
  const outsider = seat.whisper('You are in no tier of the packs that judged this');
  await outsider.waitFor();
  const [first] = await story.recorded('press.refused');
  expect(first).toMatchObject({ actor: { id: 'U0CHARLIE' }, payload: { attempted: 'override', code: 'no-tier' } });

  await seat.actAs('alice');
  await message.waitFor();
  expect(await outsider.count()).toBe(0);
  await seat.press(message, 'Override…');
  await seat.whisper('You wrote this change, and nobody answers for their own').waitFor();
  expect((await story.recorded('press.refused', 2))[1]).toMatchObject({
    actor: { id: 'U0ALICE' },
    payload: { code: 'own-pull-request' },
  });

  await seat.actAs('bob');
  await seat.press(message, 'Override…');
  await seat.modal.getByText(`${REPO} #${number}`).waitFor();
  await seat.fill('Why may this change go in?', 'too short');
  await seat.submit();
  await seat.page.getByTestId('input-error').waitFor();
  expect(await story.ledger('override.granted')).toEqual([]);
  await seat.fill('Why may this change go in?', 'Every caller was asked and has moved.');
  await seat.submit();
  await seat.modal.waitFor({ state: 'detached' });

  const green = await story.check('customer-id', 'success');
  expect(green.id).toBe(red.id);
  expect(green.summary).toContain('Bob Baker');
  expect(green.detailsUrl).toContain('/archives/');
  await message.getByText(`Passed by override · ${REPO} #${number}`).waitFor();
  await message.getByText('Overridden by Bob Baker').waitFor();
  await message.getByText('Every caller was asked and has moved.').waitFor();
  expect(await seat.buttons(message)).toEqual([]);

  const thread = await seat.openThread(message);
  await thread.getByText(/^Judged [0-9a-f]{7}: block/).waitFor();
  await thread.getByText(/^Bob Baker \(tier 1\) overrode the block for [0-9a-f]{7}: Every caller/).waitFor();
  expect(await seat.messages(number).count()).toBe(1);
  expect(await story.recorded('override.granted')).toMatchObject([
    { actor: { type: 'slack-user', id: 'U0BOB' }, payload: { reason: 'Every caller was asked and has moved.' } },
  ]);
});
