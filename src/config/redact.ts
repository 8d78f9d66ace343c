import type { Config } from './config.ts';

const MASK = '[redacted]';
/** Shorter values are not masked wherever they occur: they would blank out ordinary words. */
const SHORTEST_SECRET = 6;

/** Shapes of credentials that are masked even when nobody configured them. */
const SHAPES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\bxox[a-z](?:-[\w.]+)+/g,
  /\bxapp-[\w-]+/g,
  /\bxwfp-[\w-]+/g,
  /\bgh[pousr]_\w{10,}/g,
  /\bgithub_pat_\w{10,}/g,
  /\beyJ[\w-]{10,2000}\.[\w-]{10,2000}\.[\w-]+/g,
  /(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]+/g,
  /(?<=\b(?:Bearer|Basic) )[\w.~+/=-]{16,}/gi,
  /(?<=:\/\/[^\s:/@]{1,100}:)[^\s@/]+(?=@)/g,
];

/** Paths pino masks by itself; `*` is one level. The masking of texts (`scrub`) works on top of it. */
export const REDACTED_PATHS: readonly string[] = [
  'token',
  'secret',
  'password',
  'authorization',
  'privateKey',
  'signingSecret',
  'botToken',
  'appToken',
  'webhookSecret',
  'heartbeatToken',
  'nonce',
  'cookie',
]
  .flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  .concat([
    'req.headers["x-slack-signature"]',
    'req.headers["x-hub-signature-256"]',
    'headers["x-slack-signature"]',
    'headers["x-hub-signature-256"]',
  ]);

/** `set, 54 characters` says enough to spot a cut value, and nothing of its content. */
export function redact(value: string | null): string {
  if (value === null) return 'not set';
  return `set, ${value.length} characters`;
}

/** An address without its user and password; what is no address is masked whole. `sqlite:FILE` is shown as it is. */
export function redactUrl(value: string): string {
  if (value.startsWith('sqlite:')) return value;
  if (!URL.canParse(value)) return redact(value);
  const { protocol, host, pathname } = new URL(value);
  return `${protocol}//${host}${pathname}`;
}

/** The secrets of a configuration, longest first, so that none is masked only in part. */
export function secretsOf(config: Config): string[] {
  const { slack, github, http } = config;
  const values = [
    slack.botToken,
    slack.appToken,
    slack.signingSecret,
    github.privateKey,
    github.token,
    github.webhookSecret,
    http.heartbeatToken,
  ];
  return values.flatMap((value) => (value === null ? [] : [value])).sort((a, b) => b.length - a.length);
}

/** Masks the given secrets and every known shape of a credential in a text, for logs and error sentences. */
export function scrubber(secrets: readonly string[]): (text: string) => string {
  const literal = [...secrets]
    .flatMap((secret) => [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret.length >= SHORTEST_SECRET);
  const ordered = [...new Set(literal)].sort((a, b) => b.length - a.length);
  return (text) => scrubShapes(ordered.reduce((so, secret) => so.replaceAll(secret, MASK), text));
}

/** The shapes alone, where no configuration is at hand. */
export function scrubShapes(text: string): string {
  return SHAPES.reduce((so, shape) => so.replace(shape, MASK), text);
}
