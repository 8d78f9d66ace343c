import { type Html, html, type Part, pathTo } from '../html.ts';
import type { Commit } from '../read.ts';

const STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;
const WORDS = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `3 minutes ago`, with the exact moment on hover. `now` in milliseconds since 1970. */
export function ago(at: string, now: number): Html {
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
  const step = STEPS.find(([, length]) => seconds >= length);
  const words = step === undefined ? 'just now' : WORDS.format(-Math.floor(seconds / step[1]), step[0]);
  return html`<time datetime="${at}" title="${at.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}">${words}</time>`;
}

/** A round picture made of the first letter; the colour follows from the login. */
export function avatar(login: string, size: 'small' | 'large' = 'small'): Html {
  const hue = [...login].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 6;
  const letter = (login[0] ?? '?').toUpperCase();
  return html`<span class="avatar avatar-${size} avatar-hue-${hue}" aria-hidden="true">${letter}</span>`;
}

export function authorOf({ author, commit }: Commit): string {
  return author?.login ?? commit.author.name;
}

export function titleOf({ commit }: Commit): string {
  return commit.message.split('\n')[0] ?? '';
}

export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

export function shaLink(repo: string, sha: string): Html {
  return html`<a class="sha" href="${pathTo(repo, 'commit', sha)}">${shortSha(sha)}</a>`;
}

/** `1 file`, `2 files`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

export function blank(title: string, words: string): Html {
  return html`<div class="blank"><h3>${title}</h3><p>${words}</p></div>`;
}

/** A button that acts: a form of its own, so that it works without script. */
export function actButton(fields: Record<string, string | number>, label: Part, look = ''): Html {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form class="act" method="post" action="/_github/do">${inputs}<button class="button ${look}" type="submit">${label}</button></form>`;
}
