import type { App, BlockAction } from '@slack/bolt';
import { messageOf } from '../../../shared/errors.ts';
import type { Desk } from '../desk.ts';
import { ACTIONS } from '../ids.ts';
import { homeView } from './view.ts';

/** The Home tab is drawn anew whenever a person opens it: it asks, and changes nothing. */
export function listenToHome(app: App, desk: Desk): void {
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab !== 'home') return;
    try {
      await client.views.publish({ user_id: event.user, view: homeView(await desk.home(event.user), desk.now()) });
    } catch (thrown) {
      desk.log.error({ err: messageOf(thrown) }, 'the Home tab could not be drawn');
    }
  });
  app.action<BlockAction>(ACTIONS.homeRefresh, async ({ ack, body, client }) => {
    await ack();
    await client.views.publish({ user_id: body.user.id, view: homeView(await desk.home(body.user.id), desk.now()) });
  });
}
