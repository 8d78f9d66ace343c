import { CountersignError } from '../../shared/errors.ts';
import type { Road } from '../road.ts';

/** The id of a channel by name. A channel nobody can see is a permanent failure: only a person can make it or invite the bot. */
export async function channelOf(road: Road, nameOrId: string): Promise<string> {
  const id = await road.chat.channelId(nameOrId);
  if (id !== null) return id;
  throw new CountersignError(
    'channel-unknown',
    `There is no channel ${nameOrId} that the bot can see: create it or invite the bot; what could not be sent is tried again at the next start.`,
    {
      permanent: true,
    },
  );
}
