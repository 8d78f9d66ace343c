import { defineDetector } from '../../detector.ts';
import { confirm, suspect } from './detect.ts';
import { Options } from './options.ts';

export const versionRaised = defineDetector({
  id: 'version.raised',
  version: 1,
  question: 'Does a page still ask for a runtime version that the change no longer supports?',
  Options,
  suspect,
  confirm,
});
