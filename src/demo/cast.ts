import type { WorkspaceSeed } from '../workspace/index.ts';

/** The four people of the demo, the same on Slack and on GitHub: owner, team lead, director, outsider. */
export const CAST = {
  alice: {
    slackId: 'U0ALICE',
    login: 'alice',
    name: 'Alice Archer',
    title: 'Owner of payments',
    email: 'alice@acme.example',
  },
  bob: { slackId: 'U0BOB', login: 'bob', name: 'Bob Baker', title: 'Team lead', email: 'bob@acme.example' },
  dana: { slackId: 'U0DANA', login: 'dana', name: 'Dana Diaz', title: 'Director', email: 'dana@acme.example' },
  charlie: {
    slackId: 'U0CHARLIE',
    login: 'charlie',
    name: 'Charlie Cole',
    title: 'Outsider, another team',
    email: 'charlie@outside.example',
  },
} as const;

export const CHANNEL = { id: 'C0PAYMENTS', name: 'payments' } as const;

/** Secrets of a workspace that exists on this machine only. */
export const DEMO_SECRETS = {
  botToken: 'xoxb-000000000000-demo',
  appToken: 'xapp-1-A0COUNTERSIGN-demo',
  signingSecret: 'demo-signing-secret',
  webhookSecret: 'demo-webhook-secret',
} as const;

const BOT = 'U0COUNTERSIGN';

/** The scopes, commands and switches of `slack-manifest.yml`; `manifest.spec.ts` holds the two together. */
export function workspaceSeed(): WorkspaceSeed {
  const people = Object.values(CAST);
  const everybody = [...people.map(({ slackId }) => slackId), BOT];
  return {
    team: { id: 'T0ACME', name: 'Acme', domain: 'acme' },
    users: people.map(({ slackId, login, name, title, email }) => ({
      id: slackId,
      name: login,
      realName: name,
      title,
      email,
    })),
    channels: [
      { id: CHANNEL.id, name: CHANNEL.name, members: everybody, topic: 'The payments service: gates and pages' },
      { id: 'C0GENERAL', name: 'general', members: everybody.slice(0, -1), topic: 'Everybody' },
    ],
    app: {
      id: 'A0COUNTERSIGN',
      name: 'Countersign',
      botUserId: BOT,
      botToken: DEMO_SECRETS.botToken,
      appToken: DEMO_SECRETS.appToken,
      signingSecret: DEMO_SECRETS.signingSecret,
      scopes: [
        'channels:history',
        'channels:read',
        'chat:write',
        'commands',
        'groups:history',
        'groups:read',
        'im:write',
        'users:read',
        'users:read.email',
      ],
      commands: [
        {
          command: '/policy',
          description: 'Packs, gates, status and the ledger',
          usageHint: 'help | list | show PACK | validate | gate URL | status | ledger | link github LOGIN',
        },
      ],
      shortcuts: [],
      homeTabEnabled: true,
      events: ['app_home_opened'],
    },
  };
}
