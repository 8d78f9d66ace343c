import type { FileKind } from '../files.ts';
import { diffProtobuf } from './diff-protobuf.ts';

const NAME = /\.proto$/i;

export const PROTOBUF: FileKind = {
  kind: 'protobuf',
  noun: 'protobuf definition',
  isCandidate: (path) => NAME.test(path),
  isCertain: (path) => NAME.test(path),
  isOne: () => true,
  together: true,
  diff: diffProtobuf,
};
