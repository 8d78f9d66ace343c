import type { ChangedLines } from '../../../model/changed-lines.ts';
import type { ChangedFile } from '../../../model/facts.ts';
import { alignHunk } from './align.ts';
import { isTestCode } from './code-files.ts';
import { pairsWithin, type Token, tokensOf } from './tokens.ts';

export const TOKEN_USES = ['quoted', 'key', 'member', 'declared', 'flag', 'env', 'comment', 'bare'] as const;
/** What a token is at the place where the code used it. Only `bare` and `comment` say nothing about the outside. */
export type TokenUse = (typeof TOKEN_USES)[number];

export type Site = {
  file: string;
  inTest: boolean;
  oldLine: number;
  newLine: number;
  oldText: string;
  newText: string;
  use: TokenUse;
};

/** One token that became another, wherever the change did that. */
export type Pairing = { old: string; fresh: string; wide: boolean; sites: Site[] };

/** `isReplaced`: another line took this one's place, or this one took another's. */
export type RemovedLine = { file: string; inTest: boolean; line: number; text: string; isReplaced: boolean };

/** What a change did to the code, told in tokens. Built once; every detector reads it. */
export type CodeChange = {
  files: ChangedFile[];
  pairings: Pairing[];
  removed: RemovedLine[];
  added: RemovedLine[];
};

const MAX_PAIRINGS = 4_000;

/** Documentation, generated and vendored files must be left out by the caller. */
export function codeChangeOf(files: readonly ChangedFile[], lines: readonly ChangedLines[]): CodeChange {
  const pairings = new Map<string, Pairing>();
  const removed: RemovedLine[] = [];
  const added: RemovedLine[] = [];
  for (const file of lines) {
    const inTest = isTestCode(file.path);
    for (const hunk of file.hunks) {
      const pairs = alignHunk(hunk);
      const olds = new Set(pairs.map(({ oldLine }) => oldLine));
      const news = new Set(pairs.map(({ newLine }) => newLine));
      for (const [index, text] of hunk.removed.entries()) {
        const line = hunk.oldStart + index;
        removed.push({
          file: file.previousPath ?? file.path,
          inTest,
          line,
          text: bare(text),
          isReplaced: olds.has(line),
        });
      }
      for (const [index, text] of hunk.added.entries()) {
        const line = hunk.newStart + index;
        added.push({ file: file.path, inTest, line, text: bare(text), isReplaced: news.has(line) });
      }
      if (pairings.size > MAX_PAIRINGS) continue;
      for (const pair of pairs) {
        const { oldLine, newLine } = pair;
        const oldText = bare(pair.oldText);
        const newText = bare(pair.newText);
        const site = { file: file.path, inTest, oldLine, newLine, oldText, newText };
        for (const [oldToken, newToken] of replacedTokens(...withoutRemarks(oldText, newText)))
          addPairing(pairings, oldToken, newToken, site);
      }
    }
  }
  return { files: [...files], pairings: [...pairings.values()], removed, added };
}

function addPairing(all: Map<string, Pairing>, oldToken: Token, newToken: Token, site: Omit<Site, 'use'>): void {
  const isAddress = site.oldText.slice(0, oldToken.at).endsWith('://');
  for (const [old, fresh] of pairsWithin(oldToken.text, newToken.text)) {
    // A part of an outside address is nobody's name.
    if (isAddress && old !== oldToken.text) continue;
    const key = `${old}\n${fresh}`;
    const at = oldToken.at + Math.max(0, oldToken.text.indexOf(old));
    const pairing = all.get(key) ?? { old, fresh, wide: old === oldToken.text, sites: [] };
    const freshAt = newToken.at + Math.max(0, newToken.text.indexOf(fresh));
    if (isInString(site.oldText, at, old) !== isInString(site.newText, freshAt, fresh)) continue;
    pairing.sites.push({ ...site, use: useOf(site.oldText, at, old) });
    all.set(key, pairing);
  }
}

function bare(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

const REMARK = /\s+(\/\/|#|--)\s[^"'`]*$/;

/** A remark at the end of a line hides what became of the code before it, unless only the remark changed. */
function withoutRemarks(oldText: string, newText: string): [string, string] {
  const oldCode = oldText.replace(REMARK, '');
  const newCode = newText.replace(REMARK, '');
  return oldCode.trim() === '' || newCode.trim() === '' || oldCode === newCode
    ? [oldText, newText]
    : [oldCode, newCode];
}

const MAX_RUN = 5;

/** A number does not become a name. */
function isSameShape(old: Token, fresh: Token): boolean {
  return /^[-\d.]/.test(old.text) === /^[-\d.]/.test(fresh.text) || /^(-|\.|\/)/.test(old.text + fresh.text);
}

/** Tokens replaced one for one between two lines: equal runs outside, runs of equal length inside. */
function replacedTokens(oldText: string, newText: string): [Token, Token][] {
  const olds = tokensOf(oldText);
  const news = tokensOf(newText);
  if (olds.length === 0 || news.length === 0 || olds.length * news.length > 10_000) return [];
  const table: number[][] = Array.from({ length: olds.length + 1 }, () => new Array(news.length + 1).fill(0));
  for (let i = olds.length - 1; i >= 0; i -= 1) {
    for (let j = news.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (row === undefined) continue;
      const same = olds[i]?.text === news[j]?.text;
      row[j] = same ? (table[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  const replaced: [Token, Token][] = [];
  let i = 0;
  let j = 0;
  let runOld: Token[] = [];
  let runNew: Token[] = [];
  const flush = () => {
    const isAlikeRun = runOld.every((old, index) => runNew[index] !== undefined && isSameShape(old, runNew[index]));
    if (runOld.length === runNew.length && runOld.length <= MAX_RUN && isAlikeRun) {
      runOld.forEach((old, index) => {
        const fresh = runNew[index];
        if (fresh !== undefined) replaced.push([old, fresh]);
      });
    }
    runOld = [];
    runNew = [];
  };
  while (i < olds.length || j < news.length) {
    const old = olds[i];
    const fresh = news[j];
    if (old !== undefined && fresh !== undefined && old.text === fresh.text) {
      flush();
      i += 1;
      j += 1;
    } else if (fresh === undefined || (old !== undefined && (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))) {
      if (old !== undefined) runOld.push(old);
      i += 1;
    } else {
      runNew.push(fresh);
      j += 1;
    }
  }
  flush();
  return replaced;
}

const ENV_ACCESS =
  /\b(env|environ|getenv|ENV|envvar|env_var|environment|std::env|lookupenv|setenv|putenv)\b|process\.env|\$\{?$/i;
const FLAG_DECLARATION =
  /\b(flag|flags|flagset|pflag|argparse|add_argument|add_option|addoption|option|options|click\.option|long|arg|clap|cobra|commander|yargs)\b/i;
const DECLARATION =
  /(\b(def|func|fn|function|class|interface|struct|enum|trait|type|module|namespace|public)\s+(?:[\w<>[\]*&]+\s+){0,2}(?:\([^)]*\)\s*)?|\b(export|pub)\s+(?:[\w<>[\]*&]+\s+){0,3})$/;

function isInString(line: string, at: number, token: string): boolean {
  return /["'`][^"'`]*$/.test(line.slice(0, at)) && /^[^"'`]*["'`]/.test(line.slice(at + token.length));
}

/** How the line uses the token that starts at `at`. */
export function useOf(line: string, at: number, token: string): TokenUse {
  const before = line.slice(0, at);
  const after = line.slice(at + token.length);
  const trimmed = line.trimStart();
  const isComment = /^(\/\/|\/\*|\*(?!\w)|#(?![\w[])|--\s|<!--|;)/.test(trimmed);
  if (/^--?[a-z]/.test(token) || /(^|[\s'"`[(,])--?$/.test(before)) return 'flag';
  const isQuoted = isInString(line, at, token);
  if (/^[A-Z][A-Z0-9_]*$/.test(token) && ENV_ACCESS.test(before)) return 'env';
  if (isQuoted && /["'`]$/.test(before) && /^["'`]/.test(after)) {
    return FLAG_DECLARATION.test(before) ? 'flag' : 'quoted';
  }
  if (isComment) return 'comment';
  if (isQuoted) return 'quoted';
  if (DECLARATION.test(before)) return 'declared';
  if (/(\.|->|::)$/.test(before)) return 'member';
  if (/^\??\s*(:(?![:=])|=(?![=>])|=>)/.test(after) && !/\b(let|var|const|auto|val)\s+$/.test(before)) return 'key';
  return 'bare';
}
