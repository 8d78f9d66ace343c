import { defineComparator } from '../../comparator.ts';
import { compare, wants } from './compare.ts';
import { DEFAULT_SEVERITY } from './finding.ts';
import { Options } from './options.ts';

export const docsAnchorCheck = defineComparator({
  id: 'docs.anchor_check',
  version: 1,
  question: 'Do the relative links of the pages still lead to a file and a heading that exist?',
  surface: 'docs',
  triggers: ['pull-request.changed'],
  needs: ['tree'],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
