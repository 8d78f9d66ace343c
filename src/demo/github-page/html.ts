/** Markup that is safe to send: made by `html` from our own words and escaped values. A class, so that no JSON can pose as it. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

export type Part = Html | string | number | null | false | undefined | readonly Part[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A template whose values are escaped unless they are `Html` themselves. Quote every attribute. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const filled = parts.map((part, index) => `${markupOf(part)}${strings[index + 1] ?? ''}`);
  return new Html(`${strings[0] ?? ''}${filled.join('')}`);
}

function markupOf(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.markup;
  if (Array.isArray(part)) return part.map(markupOf).join('');
  return escapeHtml(String(part));
}

/** A path below the root with every segment encoded; slashes inside a segment stay separators, as in branch names. */
export function pathTo(...segments: (string | number)[]): string {
  return segments.map((segment) => `/${String(segment).split('/').map(encodeURIComponent).join('/')}`).join('');
}
