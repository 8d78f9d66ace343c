import type { WorkspaceSeed } from './seed.ts';

/** The cast of the specs: Alice wrote it, Bob leads the team, Dana is the director, Charlie is the outsider. */
export const seed = {
  team: { id: 'T0ACME', name: 'Acme', domain: 'acme' },
  users: [
    { id: 'U0ALICE', name: 'alice', realName: 'Alice Hart', title: 'Engineer', email: 'alice@acme.test' },
    { id: 'U0BOB', name: 'bob', realName: 'Bob Lind', title: 'Team lead', email: 'bob@acme.test' },
    { id: 'U0DANA', name: 'dana', realName: 'Dana Cole', title: 'Director', email: 'dana@acme.test', isAdmin: true },
    { id: 'U0CHARLIE', name: 'charlie', realName: 'Charlie Moss', title: 'Guest', email: null },
  ],
  channels: [
    { id: 'C0GENERAL', name: 'general', members: ['U0ALICE', 'U0BOB', 'U0DANA', 'U0CHARLIE', 'U0BOT'], topic: '' },
    { id: 'C0EMPTY', name: 'without-the-app', members: ['U0ALICE'] },
    { id: 'C0SECRET', name: 'leads', members: ['U0BOB', 'U0DANA', 'U0BOT'], private: true },
    { id: 'C0HIDDEN', name: 'hidden', members: ['U0DANA'], private: true },
  ],
  app: {
    id: 'A0APP',
    name: 'Example',
    botUserId: 'U0BOT',
    botToken: 'xoxb-1-example',
    appToken: 'xapp-1-example',
    signingSecret: 'signing-secret-of-the-specs',
    scopes: [
      ...['chat:write', 'commands', 'users:read', 'users:read.email', 'reactions:write', 'reactions:read'],
      ...['channels:read', 'groups:read', 'im:read', 'channels:history', 'groups:history', 'im:history'],
      ...['im:write', 'app_mentions:read', 'team:read', 'channels:join'],
    ],
    commands: [{ command: '/example', description: 'Tries things', usageHint: '[word]' }],
    shortcuts: [
      { callbackId: 'from-anywhere', name: 'Anywhere', type: 'global' as const },
      { callbackId: 'from-message', name: 'About this', type: 'message' as const },
    ],
    homeTabEnabled: true,
  },
} satisfies WorkspaceSeed;
