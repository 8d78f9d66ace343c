import { defineDetector } from '../../detector.ts';
import { confirm, suspect } from './detect.ts';
import { Options } from './options.ts';

export const keyRenamed = defineDetector({
  id: 'key.renamed',
  version: 1,
  question: 'Does a page still name a configuration key that the change renamed?',
  Options,
  suspect,
  confirm,
});
