import { Html } from '../html.ts';

/** Drawn for these pages on a 16 by 16 grid, in the colour of the text around them. */
const SHAPES = {
  mark: '<path d="M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 0 0 8 1.2Zm0 3.1a1.5 1.5 0 0 1 .75 2.8v1.8a1.5 1.5 0 1 1-1.5 0V7.1A1.5 1.5 0 0 1 8 4.3Z" fill="currentColor"/>',
  repository:
    '<path d="M3 12.6V2.9A1.4 1.4 0 0 1 4.4 1.5H13v13H8.5M3 12.6A1.9 1.9 0 0 1 4.9 10.7H13M5 12.6v2.2l1.3-1 1.3 1v-2.2"/>',
  code: '<path d="m5 4.5-3.5 3.5L5 11.5M11 4.5 14.5 8 11 11.5"/>',
  pull: '<circle cx="4" cy="3.5" r="1.6"/><circle cx="4" cy="12.5" r="1.6"/><circle cx="12" cy="12.5" r="1.6"/><path d="M4 5.1v5.8M12 10.9V6a2 2 0 0 0-2-2H7.6m1.6-2.2L7.3 4l1.9 2.2"/>',
  merge:
    '<circle cx="4" cy="3.5" r="1.6"/><circle cx="4" cy="12.5" r="1.6"/><circle cx="12" cy="8.5" r="1.6"/><path d="M4 5.1v5.8M4 5.1c0 2.2 2.4 3.4 6.4 3.4"/>',
  closed:
    '<circle cx="4" cy="3.5" r="1.6"/><circle cx="4" cy="12.5" r="1.6"/><circle cx="12" cy="12.5" r="1.6"/><path d="M4 5.1v5.8M12 10.9V7.5M10.3 2l3.4 3.4M13.7 2l-3.4 3.4"/>',
  commit: '<circle cx="8" cy="8" r="2.6"/><path d="M1.5 8h3.9M10.6 8h3.9"/>',
  talk: '<path d="M2 3h12v8.5H7.5L4.5 14v-2.5H2z"/>',
  checks: '<path d="M13.5 8a5.5 5.5 0 1 1-2.6-4.7M5.5 7.7l2.2 2.2L14 3.6"/>',
  files: '<path d="M3 1.7h6.5L13 5.2v9.1H3zM8 5.5v4M6 7.5h4M6 11.7h4"/>',
  file: '<path d="M3 1.7h6.5L13 5.2v9.1H3zM9.3 1.9v3.6h3.5"/>',
  folder:
    '<path d="M1.5 3.5A1 1 0 0 1 2.5 2.5h3l1.5 2h6.5a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1z" fill="currentColor"/>',
  branch:
    '<circle cx="4.5" cy="3.5" r="1.6"/><circle cx="4.5" cy="12.5" r="1.6"/><circle cx="11.5" cy="4.5" r="1.6"/><path d="M4.5 5.1v5.8M11.5 6.1c0 2.4-7 1.6-7 4"/>',
  success: '<path d="m3 8.6 3.2 3.2L13 4.7" stroke-width="2.1"/>',
  failure: '<path d="m4 4 8 8M12 4l-8 8" stroke-width="2.1"/>',
  neutral: '<rect x="4" y="4" width="8" height="8" rx="1.2" fill="currentColor"/>',
  skipped: '<circle cx="8" cy="8" r="6"/><path d="m4 12 8-8"/>',
  waiting: '<circle cx="8" cy="8" r="3.6" fill="currentColor"/>',
  running:
    '<circle cx="8" cy="8" r="5.6" opacity=".3" stroke-width="2.2"/><path d="M8 2.4A5.6 5.6 0 0 1 13.6 8" stroke-width="2.2"/>',
  warning: '<path d="M8 2 1.5 13.5h13zM8 6.5v3.2M8 11.4v.6"/>',
  book: '<path d="M8 3.8C6.5 2.7 4.5 2.5 1.5 2.6v10c3 0 5 .2 6.5 1.2 1.5-1 3.5-1.2 6.5-1.200v-10C11.5 2.5 9.5 2.7 8 3.800zm0 0v10"/>',
  clock: '<circle cx="8" cy="8" r="6"/><path d="M8 4.500V8l2.4 1.6"/>',
} as const;

export type IconName = keyof typeof SHAPES;

export function icon(name: IconName, tone = ''): Html {
  return new Html(
    `<svg class="icon icon-${name}${tone === '' ? '' : ` tone-${tone}`}" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true">${SHAPES[name]}</svg>`,
  );
}
