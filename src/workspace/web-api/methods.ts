import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import type { Method } from './method.ts';
import { peopleMethods } from './people.ts';
import { reactionMethods } from './reactions.ts';
import { sessionMethods } from './session.ts';
import { viewMethods } from './view-methods.ts';

/** Every Web API method that is answered. `ticket` makes a one-shot socket address. */
export function allMethods(ticket: () => string): Record<string, Method> {
  return {
    ...sessionMethods(ticket),
    ...chatMethods,
    ...conversationMethods,
    ...peopleMethods,
    ...viewMethods,
    ...reactionMethods,
  };
}
