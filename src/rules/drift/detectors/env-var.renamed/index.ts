import { defineDetector } from '../../detector.ts';
import { confirm, suspect } from './detect.ts';
import { Options } from './options.ts';

export const envVarRenamed = defineDetector({
  id: 'env-var.renamed',
  version: 1,
  question: 'Does a page still name an environment variable that the change renamed?',
  Options,
  suspect,
  confirm,
});
