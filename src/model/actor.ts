export const PRINCIPAL_TYPES = ['slack-user', 'github-user', 'system', 'timer', 'cli', 'outside-job'] as const;
export type PrincipalType = (typeof PRINCIPAL_TYPES)[number];

/** Who did it. `id` is the Slack user id, GitHub login, job name or key name; never a display name. */
export type Actor = { type: PrincipalType; id: string };

export const SYSTEM: Actor = { type: 'system', id: 'countersign' };

/** A person as the chat knows them right now. `email` is null when the workspace does not share it. */
export type Person = {
  slackId: string;
  email: string | null;
  name: string;
  timeZone: string | null;
  active: boolean;
  isBot: boolean;
  /** Single- and multi-channel guests; they may read what is posted and ask for nothing. */
  isGuest?: boolean;
};

/** Which GitHub login a Slack user said is theirs. */
export type Identity = { slackId: string; githubLogin: string; email: string | null; linkedAt: number };
