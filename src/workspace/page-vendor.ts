/** One third-party module that the page may load, served from node_modules under `/vendor/<name>`. */
export type VendorEntry = {
  /** The path below node_modules. */
  file: string;
  contentType: string;
  /** Bare import that this entry answers; imports of it are rewritten to `/vendor/<name>`. */
  specifier?: string;
};

const script = 'text/javascript; charset=utf-8';

/** The faces of Lato that styles/fonts.css names. */
const latoFaces = ['latin', 'latin-ext'].flatMap((set) =>
  ['400-normal', '400-italic', '700-normal', '700-italic', '900-normal'].map((face) => `${set}-${face}`),
);

function font(file: string): VendorEntry {
  return { file: `@fontsource/${file}`, contentType: 'font/woff2' };
}

/** The whole allowlist: nothing else of node_modules can be reached. */
export const pageVendor: Record<string, VendorEntry> = {
  preact: { file: 'preact/dist/preact.mjs', contentType: script, specifier: 'preact' },
  'preact-hooks': { file: 'preact/hooks/dist/hooks.mjs', contentType: script, specifier: 'preact/hooks' },
  htm: { file: 'htm/dist/htm.mjs', contentType: script, specifier: 'htm' },
  'htm-preact': { file: 'htm/preact/index.mjs', contentType: script, specifier: 'htm/preact' },
  marked: { file: 'marked/lib/marked.esm.js', contentType: script, specifier: 'marked' },
  'emoji-iamcal.json': { file: 'emojibase-data/en/shortcodes/iamcal.json', contentType: 'application/json' },
  ...Object.fromEntries(latoFaces.map((face) => [`lato-${face}.woff2`, font(`lato/files/lato-${face}.woff2`)])),
  'emoji-font.woff2': { file: 'twemoji-colr-font/twemoji.woff2', contentType: 'font/woff2' },
};
