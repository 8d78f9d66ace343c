/** From what a person typed to what Slack stores: escapes, and names turned into mentions. */

export type Mention = { shown: string; code: string };

/** Escapes the three characters Slack escapes. */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/**
 * Encodes typed text; each `@Name` or `#channel` in `mentions` becomes `<@U…>` or `<#C…>`.
 * Longer names win, so that `@Ann Lee` is not read as `@Ann`.
 */
export function encodeMessage(typed: string, mentions: readonly Mention[]): string {
  const ordered = [...mentions].sort((a, b) => b.shown.length - a.shown.length);
  let rest = typed;
  let out = '';
  while (rest !== '') {
    const hit = /[\p{L}\p{N}]$/u.test(out) ? undefined : ordered.find((m) => startsWithWord(rest, m.shown));
    const taken = hit ? hit.shown.length : 1;
    out += hit ? hit.code : escapeText(rest.slice(0, 1));
    rest = rest.slice(taken);
  }
  return out;
}

function startsWithWord(text: string, word: string): boolean {
  return text.startsWith(word) && !/^[-_]?[\p{L}\p{N}]/u.test(text.slice(word.length));
}

/** Splits `/policy list x` into command and text; null when the text is not a command. */
export function readCommand(typed: string): { command: string; text: string } | null {
  const match = /^(\/[a-z0-9_-]+)(?:\s+([\s\S]*))?$/i.exec(typed.trim());
  return match ? { command: match[1] ?? '', text: match[2] ?? '' } : null;
}
