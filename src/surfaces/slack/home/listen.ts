import type { App, BlockAction } from '@slack/bolt';
import type { HomeView } from '@slack/types';
import { messageOf } from '../../../shared/errors.ts';
import type { Desk } from '../desk.ts';
import { ACTIONS } from '../ids.ts';
import { closedHomeView, homeView } from './view.ts';

/** The Home tab is drawn anew whenever a person opens it: it asks, and changes nothing. */
export function listenToHome(app: App, desk: Desk): void {
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab !== 'home') return;
    try {
      await client.views.publish({ user_id: event.user, view: await viewFor(event.user, desk) });
    } catch (thrown) {
      desk.log.error({ err: messageOf(thrown) }, 'the Home tab could not be drawn');
    }
  });
  app.action<BlockAction>(ACTIONS.homeRefresh, async ({ ack, body, client }) => {
    await ack();
    await client.views.publish({ user_id: body.user.id, view: await viewFor(body.user.id, desk) });
  });
}

/** It names private repositories and says why a glass was broken: not for guests, who may not even ask for the packs. */
async function viewFor(slackId: string, desk: Desk): Promise<HomeView> {
  if ((await desk.standing(slackId)) === 'nobody') return closedHomeView();
  return homeView(await desk.home(slackId), desk.now());
}
