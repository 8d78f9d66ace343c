import type { createGithub } from '../adapters/github/index.ts';
import type { Config } from '../config/config.ts';
import { CountersignError } from '../shared/errors.ts';
import type { SlackOptions } from '../surfaces/slack/index.ts';

/** How to speak in Slack; throws the sentence that says what is not set. */
export function slackSettings(config: Config): Omit<SlackOptions, 'log' | 'now' | 'refused'> {
  const { botToken, appToken, signingSecret, apiUrl } = config.slack;
  if (botToken === null)
    throw new CountersignError(
      'no-slack',
      'SLACK_BOT_TOKEN is not set, so Countersign has nowhere to speak: see "Connect it" in the README.',
      { permanent: true },
    );
  return { botToken, appToken, signingSecret, apiUrl };
}

/** How to reach GitHub, as an app when it is one; throws the sentence that says what is not set. */
export function githubSettings(config: Config, now: () => number): Parameters<typeof createGithub>[0] {
  const { appId, privateKey, token, apiUrl } = config.github;
  const shared = { apiUrl: apiUrl ?? 'https://api.github.com', now };
  if (appId !== null && privateKey !== null)
    return { ...shared, credentials: { kind: 'app', appId: Number(appId), privateKey } };
  if (token !== null) return { ...shared, credentials: { kind: 'token', token } };
  throw new CountersignError(
    'no-github',
    'Neither GITHUB_APP_ID with GITHUB_PRIVATE_KEY nor GITHUB_TOKEN is set, so Countersign cannot read pull requests: see "Connect it" in the README.',
    {
      permanent: true,
    },
  );
}
