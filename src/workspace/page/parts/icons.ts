import { html, type VNode } from '../preact.ts';

const PATHS = {
  hash: 'M7.5 3 6 17M14 3l-1.5 14M3.5 7h13.5M3 13h13.5',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  home: 'M3 9.5 10 3l7 6.5V17h-4.5v-4.5h-5V17H3z',
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12zM13.5 13.5 17.5 17.5',
  close: 'M4.5 4.5l11 11M15.5 4.5l-11 11',
  back: 'M12.5 4 6.5 10l6 6',
  right: 'M7.5 4l6 6-6 6',
  down: 'M5 8l5 5 5-5',
  caret: 'M6 8.5l4 4 4-4',
  check: 'M4 10.5l4 4 8-9',
  plus: 'M10 4v12M4 10h12',
  more: 'M10 4.5v.01M10 10v.01M10 15.5v.01',
  dots: 'M4.5 10v.01M10 10v.01M15.5 10v.01',
  thread: 'M3 4h14v9.5h-7L6.5 17v-3.5H3zM6.5 7.5h7M6.5 10.2h4.5',
  smile:
    'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM6.8 11.6c.6 1.5 1.8 2.3 3.2 2.3s2.6-.8 3.2-2.3M7.5 7.8v.01M12.5 7.8v.01',
  send: 'M3.5 16.5 17 10 3.5 3.5 5 9l6 1-6 1z',
  bold: 'M6 3.5h5a3.1 3.1 0 0 1 0 6.3H6zM6 9.8h5.8a3.3 3.3 0 0 1 0 6.7H6z',
  italic: 'M8 3.5h6M6 16.5h6M11.5 3.5l-3 13',
  strike:
    'M14 6c-.5-1.6-2-2.5-4-2.5-2.3 0-4 1.1-4 3 0 4.2 8.3 2.3 8.3 6.8 0 2-1.8 3.2-4.3 3.2-2.3 0-4-1-4.4-2.9M3 10h14',
  code: 'M7 5.5 2.5 10 7 14.5M13 5.5 17.5 10 13 14.5',
  quote: 'M4 4v12M8 6h9M8 10h9M8 14h6',
  list: 'M4 5v.01M4 10v.01M4 15v.01M8 5h9M8 10h9M8 15h9',
  link: 'M8.5 11.5a3.5 3.5 0 0 0 5 0l2.5-2.5a3.5 3.5 0 0 0-5-5L10 5M11.5 8.5a3.5 3.5 0 0 0-5 0L4 11a3.5 3.5 0 0 0 5 5l1-1',
  bolt: 'M11 2.5 4.5 11.5H9.5L8.5 17.5 15.5 8.5H10.5z',
  sun: 'M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1',
  moon: 'M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z',
  wire: 'M3 6.5h12M12 3.5l3 3-3 3M17 13.5H5M8 10.5l-3 3 3 3',
  menu: 'M3 5h14M3 10h14M3 15h14',
  calendar: 'M3.5 4.5h13v12h-13zM3.5 8.5h13M7 2.5v4M13 2.5v4',
  clock: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 5.5V10l3 2',
  warning: 'M10 3 2 17h16zM10 8.5v4M10 14.7v.01',
  info: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9v5M10 6.3v.01',
  copy: 'M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7',
  file: 'M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5',
  play: 'M7 4.5v11l8.5-5.5z',
  eye: 'M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.5S2 10 2 10zM10 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  thumbUp:
    'M6.5 9 10 2.5c1.5 0 2.3 1 2 2.5l-.500 3h4.5a1.5 1.5 0 0 1 1.5 1.8l-1.2 5.7a2 2 0 0 1-2 1.5H6.5zM2.5 9h4v8h-4z',
  thumbDown:
    'M6.5 11 10 17.5c1.5 0 2.3-1 2-2.5l-.500-3h4.5a1.5 1.5 0 0 0 1.5-1.8l-1.2-5.7a2 2 0 0 0-2-1.5H6.5zM2.5 3h4v8h-4z',
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon in the text's colour. Decorative: the control around it carries the words. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }): VNode {
  return html`<svg class="icon icon-${name}" width=${size} height=${size} viewBox="0 0 20 20" fill="none" stroke="currentColor"
    stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}
