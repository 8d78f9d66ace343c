import { messageOf } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { countOf } from '../../shared/text.ts';
import { oneOf, readOptions } from './arguments.ts';

export const CONFIG_USAGE = 'countersign config [--format text|json]';

/** One variable as it may be shown to anybody; secrets were redacted before they came here. */
export type ShownVariable = {
  group: string;
  name: string;
  shown: string;
  from: 'env' | 'file' | 'default' | 'unset';
  path: string | null;
};

export type ConfigDeps = {
  describe(): Result<ShownVariable[], { name: string; message: string }[]>;
  out(text: string): void;
  complain(text: string): void;
};

/** Runs `config`; answers the exit code: 0 when the app would start with it, 1 when not, 2 when asked wrongly. */
export function runConfig(args: readonly string[], deps: ConfigDeps): 0 | 1 | 2 {
  let format: string;
  try {
    format = readOptions({ args: [...args], strict: true, options: { format: { type: 'string', default: 'text' } } })
      .values.format;
    oneOf(['text', 'json'], format, 'format');
  } catch (thrown) {
    deps.complain(`${messageOf(thrown)}\n${CONFIG_USAGE}`);
    return 2;
  }
  const described = deps.describe();
  if (!described.ok) {
    deps.complain(
      `${described.error.map(({ message }) => message).join('\n')}\n${countOf(described.error.length, 'problem')}: Countersign does not start like this.`,
    );
    return 1;
  }
  deps.out(format === 'json' ? `${JSON.stringify(described.value, null, 2)}\n` : asText(described.value));
  return 0;
}

function asText(lines: readonly ShownVariable[]): string {
  const width = Math.max(...lines.map(({ name }) => name.length));
  const groups = [...new Set(lines.map(({ group }) => group))];
  return `${groups
    .map((group) =>
      [
        group,
        ...lines
          .filter((line) => line.group === group)
          .map((line) => `  ${line.name.padEnd(width)}  ${line.shown}${origin(line)}`),
      ].join('\n'),
    )
    .join('\n\n')}\n`;
}

function origin({ from, path }: ShownVariable): string {
  switch (from) {
    case 'env':
      return '  (environment)';
    case 'file':
      return `  (file ${path ?? ''})`;
    case 'default':
      return '  (default)';
    case 'unset':
      return '';
  }
}
