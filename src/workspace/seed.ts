import { z } from 'zod';

const Id = z.string().regex(/^[A-Z][A-Z0-9]{2,20}$/, 'must look like a Slack id, e.g. U0ALICE');

const SeedUser = z.strictObject({
  id: Id,
  name: z.string().min(1).max(80),
  realName: z.string().min(1).max(80),
  title: z.string().max(120).default(''),
  email: z.email().nullable(),
  isAdmin: z.boolean().default(false),
});

const SeedChannel = z.strictObject({
  id: Id,
  name: z.string().regex(/^[a-z0-9_-]{1,80}$/, 'must be lower case, at most 80 characters, no spaces'),
  members: z.array(Id),
  topic: z.string().max(250).default(''),
  private: z.boolean().default(false),
});

/** Events the app may subscribe to, with the scope that Slack asks for each. */
export const eventScopes = {
  app_home_opened: null,
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
  member_joined_channel: 'channels:read',
} as const;
export type EventName = keyof typeof eventScopes;
export const eventNames = Object.keys(eventScopes) as EventName[];

const SeedApp = z.strictObject({
  id: Id,
  name: z.string().min(1).max(35),
  botUserId: Id,
  botToken: z.string().startsWith('xoxb-'),
  appToken: z.string().startsWith('xapp-'),
  signingSecret: z.string().min(8),
  scopes: z.array(z.string().min(1)),
  commands: z.array(
    z.strictObject({
      command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/, 'must start with / and be at most 32 characters'),
      description: z.string().max(2000),
      usageHint: z.string().max(1000).default(''),
    }),
  ),
  shortcuts: z.array(
    z.strictObject({
      callbackId: z.string().min(1).max(255),
      name: z.string().min(1).max(24),
      type: z.enum(['global', 'message']),
    }),
  ),
  homeTabEnabled: z.boolean(),
  /** Where signed HTTP deliveries go while no socket is connected. */
  eventsUrl: z.url().optional(),
  /** Subscribed events; an event is delivered only when its scope is granted too. */
  events: z.array(z.enum(eventNames as [EventName, ...EventName[]])).default(eventNames),
});

/** Who and what exists when the workspace first starts. A state file wins over users and channels, never over the app. */
export const WorkspaceSeed = z
  .strictObject({
    team: z.strictObject({ id: Id, name: z.string().min(1), domain: z.string().regex(/^[a-z0-9-]+$/) }),
    users: z.array(SeedUser).min(1),
    channels: z.array(SeedChannel),
    app: SeedApp,
  })
  .superRefine(({ users, channels, app }, context) => {
    const people = [...users.map(({ id }) => id), app.botUserId];
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    for (const [at, id] of people.entries()) {
      if (people.indexOf(id) !== at) refuse(['users', at], `${id} is there twice`);
    }
    for (const [at, { members }] of channels.entries()) {
      const stranger = members.find((id) => !people.includes(id));
      if (stranger) refuse(['channels', at, 'members'], `${stranger} is not one of the users`);
    }
  });
export type WorkspaceSeed = z.input<typeof WorkspaceSeed>;
export type ParsedSeed = z.output<typeof WorkspaceSeed>;
export type SeedApp = ParsedSeed['app'];
