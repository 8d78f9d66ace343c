/** Everything that comes from the environment, checked and typed. Null: not set. Secrets are held here and nowhere else. */
export type Config = {
  slack: {
    botToken: string | null;
    /** Set: Socket Mode. */
    appToken: string | null;
    signingSecret: string | null;
    apiUrl: string | null;
  };
  github: {
    appId: string | null;
    /** PEM, with real line breaks. */
    privateKey: string | null;
    token: string | null;
    webhookSecret: string | null;
    apiUrl: string | null;
  };
  /** Repositories whose missed deliveries are taken up, `owner/name`. */
  repos: string[];
  /** Channel for what no pack routes. */
  channel: string | null;
  /** Folder of packs; empty: the one that ships. */
  packsDir: string;
  /** Watchers beside the shipped ones: outside jobs that send heartbeats. */
  watchersDir: string | null;
  database: { url: string; file: string };
  http: { host: string; port: number; publicUrl: string | null; heartbeatToken: string | null };
  ledger: { keyFile: string | null };
  switches: { externalActions: boolean; githubWrites: boolean; dryRun: boolean };
  logLevel: LogLevel;
  /** Where each variable came from, in the order they are described. */
  origins: ConfigOrigin[];
};

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** `file`: read from the file that NAME_FILE names; that path is in `path`. */
export type ConfigOrigin = {
  name: string;
  group: string;
  from: 'env' | 'file' | 'default' | 'unset';
  path: string | null;
  secret: boolean;
  value: string | null;
};

/** One thing wrong with the environment. `message` is a sentence and never holds a secret. */
export type ConfigProblem = { name: string; message: string };
