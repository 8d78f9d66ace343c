import type { FileSin } from '../../sins.ts';
import type { YamlPath } from '../../yaml/documents.ts';
import type { Manifest } from './manifests.ts';

export type Told = {
  code: string;
  severity: number;
  /** What tells it apart from another of its kind in the same object. */
  what: string;
  at: YamlPath;
  word?: string;
  /** Shown instead of the line, where the line says too much. */
  shown?: string;
  message: string;
  fix: string;
};

export function sinIn({ path, document, kind, name }: Manifest, told: Told): FileSin {
  const line = document.lineOf(told.at, told.word);
  return {
    code: told.code,
    severity: told.severity,
    id: `${kind} ${name} ${told.what}`,
    path,
    line,
    read: told.shown ?? withoutValues(document.read(line)),
    message: `${kind} ${name}${told.message}`,
    fix: told.fix,
  };
}

/** Where a line goes on to values, commands or arguments, it may go on to a secret. */
function withoutValues(line: string): string {
  const at = line.search(/\b(value|args|command|env|data|stringData)\b/);
  return at === -1 ? line : `${line.slice(0, at)}…`;
}
