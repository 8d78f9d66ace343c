import { err, ok, type Result } from '../shared/result.ts';
import { closest } from '../shared/text.ts';
import { type Config, type ConfigOrigin, type ConfigProblem, LOG_LEVELS, type LogLevel } from './config.ts';
import { type Env, type ReadFile, readOr, readValues } from './read-values.ts';
import type { VariableName } from './variables.ts';

const TRUE = ['1', 'true', 'yes', 'on'];
const FALSE = ['0', 'false', 'no', 'off'];

/**
 * The whole configuration, or every problem with it at once; with a problem the app must not start. Pure but for
 * `readFile`, which is asked only for secrets and the ledger key. No problem ever holds the content of a secret.
 */
export function readConfig(env: Env, readFile: ReadFile): Result<Config, ConfigProblem[]> {
  const problems: ConfigProblem[] = [];
  const origins = readValues(env, readFile, problems);
  const say = (name: string, message: string) => {
    problems.push({ name, message });
  };
  const text = (name: VariableName) => origins.get(name)?.value ?? null;
  const read: Reading = { text, say };

  const config: Config = {
    slack: {
      botToken: token(read, 'SLACK_BOT_TOKEN', 'xoxb-', 'a bot token'),
      appToken: token(read, 'SLACK_APP_TOKEN', 'xapp-', 'an app-level token'),
      signingSecret: text('SLACK_SIGNING_SECRET'),
      apiUrl: url(read, 'SLACK_API_URL'),
    },
    github: {
      appId: appId(read),
      privateKey: privateKey(read),
      token: text('GITHUB_TOKEN'),
      webhookSecret: text('GITHUB_WEBHOOK_SECRET'),
      apiUrl: url(read, 'GITHUB_API_URL'),
    },
    repos: repos(read),
    channel: channel(read),
    packsDir: text('COUNTERSIGN_PACKS_DIR') ?? '',
    watchersDir: text('COUNTERSIGN_WATCHERS_DIR'),
    database: database(read),
    http: {
      host: host(read),
      port: port(read),
      publicUrl: url(read, 'PUBLIC_URL'),
      heartbeatToken: heartbeatToken(read),
    },
    ledger: { keyFile: ledgerKey(read, readFile) },
    switches: {
      externalActions: flag(read, 'COUNTERSIGN_EXTERNAL_ACTIONS_ENABLED'),
      githubWrites: flag(read, 'COUNTERSIGN_ENABLE_GITHUB_WRITES'),
      dryRun: flag(read, 'COUNTERSIGN_SIDE_EFFECTS_DRY_RUN'),
    },
    logLevel: logLevel(read),
    origins: [...origins.values()],
  };
  together(config, (name) => origins.get(name), say);
  return problems.length > 0 ? err(problems) : ok(config);
}

type Say = (name: string, message: string) => void;
type Reading = { text: (name: VariableName) => string | null; say: Say };

function token({ text, say }: Reading, name: VariableName, prefix: string, what: string): string | null {
  const value = text(name);
  if (value !== null && !value.startsWith(prefix)) say(name, `${name} is not ${what}: those start with ${prefix}.`);
  return value;
}

function url({ text, say }: Reading, name: VariableName): string | null {
  const value = text(name);
  if (value === null) return null;
  const parsed = URL.canParse(value) ? new URL(value) : null;
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    say(name, `${name} is not an address: write it with http:// or https://.`);
    return null;
  }
  if (parsed.username !== '' || parsed.password !== '')
    say(name, `${name} holds credentials: give them in their own variables.`);
  return value;
}

function appId({ text, say }: Reading): string | null {
  const value = text('GITHUB_APP_ID');
  if (value !== null && !/^\d{1,12}$/.test(value))
    say('GITHUB_APP_ID', 'GITHUB_APP_ID is not a number: it is on the settings page of your GitHub App.');
  return value;
}

/** Many shells and panels cannot hold line breaks, so `\n` written out counts as one. */
function privateKey({ text, say }: Reading): string | null {
  const value = text('GITHUB_PRIVATE_KEY');
  if (value === null) return null;
  const pem = value.includes('\n') ? value : value.replaceAll('\\n', '\n');
  if (!/^-----BEGIN [A-Z ]*PRIVATE KEY-----\n[\s\S]+\n-----END [A-Z ]*PRIVATE KEY-----\s*$/.test(pem)) {
    say(
      'GITHUB_PRIVATE_KEY',
      'GITHUB_PRIVATE_KEY is not a PEM private key: use the .pem file that GitHub let you download, best through GITHUB_PRIVATE_KEY_FILE.',
    );
  }
  return pem;
}

function repos({ text, say }: Reading): string[] {
  const listed = (text('COUNTERSIGN_REPOS') ?? '')
    .split(',')
    .map((repo) => repo.trim())
    .filter((repo) => repo !== '');
  for (const repo of listed) {
    if (!/^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(repo))
      say(
        'COUNTERSIGN_REPOS',
        `COUNTERSIGN_REPOS holds ${JSON.stringify(repo)}: write owner/name, separated by commas.`,
      );
  }
  return [...new Set(listed)];
}

function channel({ text, say }: Reading): string | null {
  const value = text('COUNTERSIGN_CHANNEL');
  if (value !== null && !/^(#?[^\s#@,]{1,80}|[CG][A-Z0-9]{5,})$/.test(value))
    say('COUNTERSIGN_CHANNEL', 'COUNTERSIGN_CHANNEL is not a channel: write its id or #name.');
  return value;
}

function database({ text, say }: Reading): Config['database'] {
  const value = text('DATABASE_URL') ?? '';
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(value)?.[1] ?? '';
  if (file === '') say('DATABASE_URL', 'DATABASE_URL is not a database this version can open: write sqlite:FILE.');
  return { url: value, file };
}

function host({ text, say }: Reading): string {
  const value = text('HOST') ?? '';
  if (!/^[\w.:-]{1,255}$/.test(value))
    say('HOST', 'HOST is not a host name or address: write 127.0.0.1 to be reachable from this machine only.');
  return value;
}

function port({ text, say }: Reading): number {
  const value = text('PORT') ?? '';
  const number = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= 0 && number <= 65_535))
    say('PORT', `PORT is ${JSON.stringify(value)}: write a number from 0 to 65535.`);
  return number;
}

function heartbeatToken({ text, say }: Reading): string | null {
  const value = text('COUNTERSIGN_HEARTBEAT_TOKEN');
  if (value !== null && value.length < 16)
    say(
      'COUNTERSIGN_HEARTBEAT_TOKEN',
      'COUNTERSIGN_HEARTBEAT_TOKEN is shorter than 16 characters: anybody could guess it.',
    );
  return value;
}

function ledgerKey({ text, say }: Reading, readFile: ReadFile): string | null {
  const path = text('COUNTERSIGN_LEDGER_KEY_FILE');
  if (path === null) return null;
  const key = readOr(path, readFile);
  if (key.code !== null)
    say(
      'COUNTERSIGN_LEDGER_KEY_FILE',
      `COUNTERSIGN_LEDGER_KEY_FILE names ${path}, which cannot be read (${key.code}): create it or let this account read it.`,
    );
  else if (key.text.trim() === '')
    say(
      'COUNTERSIGN_LEDGER_KEY_FILE',
      `COUNTERSIGN_LEDGER_KEY_FILE names ${path}, which is empty: put the key into it.`,
    );
  return path;
}

function flag({ text, say }: Reading, name: VariableName): boolean {
  const value = (text(name) ?? '').toLowerCase();
  if (!TRUE.includes(value) && !FALSE.includes(value)) say(name, `${name} is ${JSON.stringify(value)}: write 1 or 0.`);
  return TRUE.includes(value);
}

function logLevel({ text, say }: Reading): LogLevel {
  const value = text('LOG_LEVEL') ?? 'info';
  const level = LOG_LEVELS.find((candidate) => candidate === value.toLowerCase());
  if (level !== undefined) return level;
  const near = closest(value, LOG_LEVELS);
  say(
    'LOG_LEVEL',
    `LOG_LEVEL is ${JSON.stringify(value)}: write one of ${LOG_LEVELS.join(', ')}${near === null ? '' : ` (did you mean ${near}?)`}.`,
  );
  return 'info';
}

/** What only makes sense together. */
function together(config: Config, origin: (name: VariableName) => ConfigOrigin | undefined, say: Say): void {
  const { slack, github } = config;
  const isSet = (name: VariableName) => !['unset', 'default'].includes(origin(name)?.from ?? 'unset');
  if (slack.appToken !== null && !isSet('SLACK_BOT_TOKEN'))
    say('SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN is set without SLACK_BOT_TOKEN: the bot token is needed to say anything.');
  if (isSet('SLACK_BOT_TOKEN') && !isSet('SLACK_APP_TOKEN') && !isSet('SLACK_SIGNING_SECRET')) {
    say(
      'SLACK_SIGNING_SECRET',
      'SLACK_BOT_TOKEN is set without SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (signed HTTP): give one of them.',
    );
  }
  if (github.appId !== null && !isSet('GITHUB_PRIVATE_KEY'))
    say('GITHUB_PRIVATE_KEY', 'GITHUB_APP_ID is set without GITHUB_PRIVATE_KEY: give the key of the App.');
  if (isSet('GITHUB_PRIVATE_KEY') && github.appId === null)
    say('GITHUB_APP_ID', 'GITHUB_PRIVATE_KEY is set without GITHUB_APP_ID: give the id of the App.');
  if (github.appId !== null && isSet('GITHUB_TOKEN'))
    say('GITHUB_TOKEN', 'GITHUB_APP_ID and GITHUB_TOKEN are both set: keep the one that shall act.');
}
