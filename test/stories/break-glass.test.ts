import { expect, it } from 'vitest';
import { openBreakingPullRequest, REPO, useStory } from '../support/story.ts';

const story = useStory();
const EMERGENCY = 'INC-42: payments are down and this brings them back.';
const NOTE = 'Looked at the logs of INC-42; the callers were told.';

it('passes at once by break-glass, and keeps a review open until a second person closes it', async () => {
  const number = await openBreakingPullRequest(story.demo.github);
  const seat = await story.sit('bob');
  const message = seat.message(number);
  await seat.press(message, 'Break-glass…');
  await seat.modal.getByText('will pass at once, whatever was found').waitFor();
  await seat.fill('What is the emergency?', EMERGENCY);
  await seat.submit();

  const green = await story.check('customer-id', 'success');
  expect(green.title).toContain('glass broken');
  await message.getByText(`Passed by break-glass · ${REPO} #${number}`).waitFor();
  await message.getByText('Glass broken by Bob Baker').waitFor();
  await message.getByText('Review open: Bob Baker broke the glass').waitFor();
  expect(await seat.buttons(message)).toEqual(['Close review…']);

  await seat.press(message, 'Close review…');
  await seat.whisper('You broke the glass yourself, and a second person has to close the review').waitFor();
  const own = await seat.openHome();
  await own.getByText(`Bob Baker broke the glass`).waitFor();
  expect(await seat.buttons(own)).toEqual(['Refresh']);

  await seat.actAs('charlie');
  const outside = await seat.openHome();
  await outside.getByText('Break-glass reviews open').waitFor();
  expect(await seat.buttons(outside)).toEqual(['Refresh']);

  await seat.actAs('dana');
  const home = await seat.openHome();
  await home.getByText(EMERGENCY).waitFor();
  await seat.press(home, 'Close review…');
  await seat.fill('What did the review find?', NOTE);
  await seat.submit();
  expect(await story.recorded('break-glass.reviewed')).toMatchObject([{ actor: { id: 'U0DANA' } }]);
  await story.settled();
  await seat.press(home, 'Refresh');
  await home.getByText('Break-glass reviews open').waitFor({ state: 'detached' });

  await seat.openChannel();
  await message.getByText(`Review closed by Dana Diaz: ${NOTE}`).waitFor();
  expect(await seat.buttons(message)).toEqual([]);
  const thread = await seat.openThread(message);
  await thread.getByText(`Dana Diaz closed the break-glass review: ${NOTE}`).waitFor();
  expect((await story.ledger('press.refused')).map(({ payload }) => payload.code)).toEqual(['same-person']);
  expect((await story.ledger('break-glass.invoked'))[0]).toMatchObject({
    actor: { id: 'U0BOB' },
    payload: { reason: EMERGENCY, audit: { actionType: 'gate.break-glass' } },
  });
});
