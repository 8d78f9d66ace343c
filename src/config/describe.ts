import type { Config } from './config.ts';
import { redact, redactUrl } from './redact.ts';

/** One variable as it may be shown to anybody: a secret by its length only. */
export type ConfigLine = {
  group: string;
  name: string;
  shown: string;
  from: 'env' | 'file' | 'default' | 'unset';
  path: string | null;
};

/** What is set and where it came from, redacted, in the order of the groups. */
export function describeConfig(config: Config): ConfigLine[] {
  return config.origins.map(({ group, name, secret, from, path, value }) => ({
    group,
    name,
    from,
    path,
    shown: shownValue(name, secret, value),
  }));
}

function shownValue(name: string, secret: boolean, value: string | null): string {
  if (value === null) return 'not set';
  if (name === 'DATABASE_URL') return redactUrl(value);
  return secret ? redact(value) : value;
}
