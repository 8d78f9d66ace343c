import { defineComparator } from '../../comparator.ts';
import { compare, DEFAULT_SEVERITY, wants } from './compare.ts';
import { Options } from './options.ts';

export const obligationFilePresent = defineComparator({
  id: 'obligation.file_present',
  version: 1,
  question: 'Do the files that must exist, exist at the head of this change?',
  surface: 'docs',
  triggers: ['pull-request.changed'],
  needs: ['tree'],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
