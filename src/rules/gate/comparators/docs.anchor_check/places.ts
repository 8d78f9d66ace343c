import type { Page } from '../../markdown/read-page.ts';

/** Files and folders of one side. */
export type Places = { has(path: string): boolean; like(path: string): string[] };

export function placesOf(paths: readonly string[]): Places {
  const known = new Set<string>(['']);
  for (const path of paths) {
    known.add(path);
    for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
      const folder = path.slice(0, cut);
      if (known.has(folder)) break;
      known.add(folder);
    }
  }
  return {
    has: (path) => known.has(path),
    /** What was probably meant: the same name in another case, without its ending, or in another folder. */
    like(path) {
      const wanted = path.toLowerCase();
      const name = wanted.slice(wanted.lastIndexOf('/') + 1);
      const same = paths.filter((one) => one.toLowerCase() === wanted || one.toLowerCase() === `${wanted}.md`);
      return same.length > 0 ? same : paths.filter((one) => one.toLowerCase().endsWith(`/${name}`)).slice(0, 3);
    },
  };
}

/** GitHub compares without letter case and puts `user-content-` before what a page declares itself. */
export function anchorOn(page: Page, anchor: string): boolean {
  if (anchor === '' || anchor === 'top' || /^L\d+(C\d+)?(-L\d+(C\d+)?)?$/.test(anchor) || anchor.startsWith(':~:'))
    return true;
  const plain = anchor.replace(/^user-content-/, '');
  if (page.anchors.has(plain)) return true;
  const lower = plain.toLowerCase();
  for (const known of page.anchors) if (known.toLowerCase() === lower) return true;
  return false;
}
