import type { PageLine } from './parse-page.ts';

/** Pages that tell what was, or what another version or language says: true when written, and meant to stay. */
const QUIET_PATHS: readonly RegExp[] = [
  /(^|\/)[^/]*(change-?_?log|changes|history|release-?_?notes?|releases?|whats-?_?new|news|migrat|upgrad|deprecat|breaking)[^/]*(\/|\.[^/]*$|$)/i,
  /(^|\/)(archived?|archives|old|legacy|attic|obsolete|blog|posts?|rfcs?|proposals?|adrs?|decisions?|versioned_docs|versions?|\.changeset|changesets?)\//i,
  /(^|\/)v?\d+(\.(\d+|x))*(-docs)?\/|(^|\/)(version|release)-?v?\d/i,
  /(^|\/)(node_modules|vendor|third_party|tests?|specs?|fixtures?|__snapshots__|testdata|\.github\/ISSUE_TEMPLATE)\//i,
  /(^|\/)(i18n|l10n|locales?|translations?)\//i,
  /(^|\/)(?:zh|ja|jp|ko|fr|de|es|ru|pt|it|pl|tr|vi|uk|cs|id|fa|ar|nl|hi|th)([-_](?:[a-z]{2}|hans|hant))?(\/|\.md)/i,
  /[._-](?:zh|ja|jp|ko|kr|fr|de|es|ru|pt|it|pl|tr|vi|uk|cs|fa|cn|tw|ptbr)([-_](?:[a-z]{2}|hans|hant))?\.(md|mdx|rst)$/i,
  /(^|\/)(license|licence|code_of_conduct|authors|contributors|thanks|security|maintainers|governance|owners)(\.\w+)?$/i,
];

const QUIET_HEADING =
  /change ?log|release notes?|what'?s new|history|migrat|upgrad|deprecat|breaking changes?|backwards? compat|previous(ly)? version|older version|legacy|^\[?v?\d+\.\d+/i;

const QUIET_LINE =
  /deprecat|formerly|previously|used to be|renamed|was called|known as|legacy|no longer|obsolete|superseded|replaced (by|with)|backwards? compat|removed in|added in v?\d|(since|before|until|prior to|as of|introduced in|up to) v?\d+\.|in favou?r of|old(er)? (name|version|syntax|style)/i;

export function isQuietPage(path: string): boolean {
  return QUIET_PATHS.some((pattern) => pattern.test(path));
}

/** True where the page itself says that it talks of the past. */
export function isQuietLine(line: PageLine): boolean {
  return (
    line.kind === 'front-matter' || QUIET_LINE.test(line.text) || line.headings.some((one) => QUIET_HEADING.test(one))
  );
}
