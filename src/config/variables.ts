export type Variable = { name: string; group: string; secret: boolean; fallback: string | null };

function plain(group: string, name: string, fallback: string | null = null): Variable {
  return { name, group, secret: false, fallback };
}

function secret(group: string, name: string, fallback: string | null = null): Variable {
  return { name, group, secret: true, fallback };
}

/** Every variable Countersign reads, in the order they are shown. A secret may also come from the file NAME_FILE names. */
export const VARIABLES = [
  secret('Slack', 'SLACK_BOT_TOKEN'),
  secret('Slack', 'SLACK_APP_TOKEN'),
  secret('Slack', 'SLACK_SIGNING_SECRET'),
  plain('Slack', 'SLACK_API_URL'),
  plain('Slack', 'COUNTERSIGN_CHANNEL'),
  plain('GitHub', 'GITHUB_APP_ID'),
  secret('GitHub', 'GITHUB_PRIVATE_KEY'),
  secret('GitHub', 'GITHUB_TOKEN'),
  secret('GitHub', 'GITHUB_WEBHOOK_SECRET'),
  plain('GitHub', 'GITHUB_API_URL'),
  plain('GitHub', 'COUNTERSIGN_REPOS'),
  plain('Packs', 'COUNTERSIGN_PACKS_DIR'),
  plain('Packs', 'COUNTERSIGN_WATCHERS_DIR'),
  plain('Outside effects', 'COUNTERSIGN_EXTERNAL_ACTIONS_ENABLED', '0'),
  plain('Outside effects', 'COUNTERSIGN_ENABLE_GITHUB_WRITES', '0'),
  plain('Outside effects', 'COUNTERSIGN_SIDE_EFFECTS_DRY_RUN', '1'),
  // Not masked as a whole: a database address is shown without its password.
  secret('Storage', 'DATABASE_URL', 'sqlite:.countersign/countersign.db'),
  plain('Storage', 'COUNTERSIGN_LEDGER_KEY_FILE'),
  plain('Server', 'HOST', '127.0.0.1'),
  plain('Server', 'PORT', '3000'),
  plain('Server', 'PUBLIC_URL'),
  secret('Server', 'COUNTERSIGN_HEARTBEAT_TOKEN'),
  plain('Server', 'LOG_LEVEL', 'info'),
] as const satisfies readonly Variable[];

export type VariableName = (typeof VARIABLES)[number]['name'];

/** Names that may stand in the environment: the variables and the files of the secrets among them. */
export const KNOWN_NAMES: readonly string[] = VARIABLES.flatMap(({ name, secret: isSecret }) =>
  isSecret ? [name, `${name}_FILE`] : [name],
);
