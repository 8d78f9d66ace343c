import { defineComparator } from '../../comparator.ts';
import { compare, DEFAULT_SEVERITY, wants } from './compare.ts';
import { Options } from './options.ts';

export const terraformDocsParity = defineComparator({
  id: 'terraform.docs_parity',
  version: 1,
  question: "Does a module's page name the variables and outputs the module has, and no others?",
  surface: 'docs',
  triggers: ['pull-request.changed'],
  needs: ['tree'],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
