import { defineComparator } from '../../comparator.ts';
import { compare, DEFAULT_SEVERITY, wants } from './compare.ts';
import { Options } from './options.ts';

export const docsRequiredSections = defineComparator({
  id: 'docs.required_sections',
  version: 1,
  question: 'Do the pages that need certain sections have them, and is something written there?',
  surface: 'docs',
  triggers: ['pull-request.changed'],
  needs: ['tree'],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
