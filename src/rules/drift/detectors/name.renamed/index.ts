import { defineDetector } from '../../detector.ts';
import { confirm, suspect } from './detect.ts';
import { Options } from './options.ts';

export const nameRenamed = defineDetector({
  id: 'name.renamed',
  version: 1,
  question: 'Does a page still use a public name that the change renamed?',
  Options,
  suspect,
  confirm,
});
