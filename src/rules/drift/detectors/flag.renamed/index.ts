import { defineDetector } from '../../detector.ts';
import { confirm, suspect } from './detect.ts';
import { Options } from './options.ts';

export const flagRenamed = defineDetector({
  id: 'flag.renamed',
  version: 1,
  question: 'Does a page still name a command-line flag that the change renamed?',
  Options,
  suspect,
  confirm,
});
