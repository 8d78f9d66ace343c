/** The kinds that are searched for, by the name of the rule that knows them. */
export const KINDS = [
  '1password',
  'anthropic',
  'aws',
  'basicauth',
  'database-connection-string',
  'databricks',
  'docker',
  'figma',
  'gcp',
  'github',
  'gitlab',
  'grafana',
  'groq',
  'hashicorp-vault',
  'huggingface',
  'linear',
  'notion',
  'npm',
  'openai',
  'privatekey',
  'sendgrid',
  'shopify',
  'slack',
  'vercel',
] as const;
export type Kind = (typeof KINDS)[number];

const NAMED: Partial<Record<Kind, string>> = {
  '1password': 'a 1Password token',
  anthropic: 'an Anthropic key',
  aws: 'an AWS key',
  basicauth: 'a password in an address',
  'database-connection-string': 'a database password',
  docker: 'a Docker credential',
  gcp: 'a Google Cloud key',
  github: 'a GitHub token',
  gitlab: 'a GitLab token',
  'hashicorp-vault': 'a Vault token',
  npm: 'an npm token',
  openai: 'an OpenAI key',
  privatekey: 'a private key',
};
/** Passwords in addresses are often those of a local database. */
const SEVERITIES: Partial<Record<Kind, number>> = { basicauth: 70, 'database-connection-string': 85 };

export function kindOf(ruleId: string): Kind | null {
  return KINDS.find((kind) => ruleId.endsWith(`/secretlint-rule-${kind}`)) ?? null;
}

/** `a GitHub token` */
export function namedKind(kind: Kind): string {
  return NAMED[kind] ?? `a ${kind.slice(0, 1).toUpperCase()}${kind.slice(1)} token`;
}

export function severityOf(kind: Kind): number {
  return SEVERITIES[kind] ?? 95;
}
