import type { FileKind } from '../files.ts';
import { diffJsonSchema, type JsonSchemaWishes } from './diff-jsonschema.ts';

const TEXT = /\.(json|ya?ml)$/i;
const CERTAIN = /\.schema\.(json|ya?ml)$/i;
const DECLARED = /["']?\$schema["']?\s*:\s*["']?https?:\/\/json-schema\.org\/(draft-0\d|draft\/20\d\d|schema)/;

export const JSONSCHEMA: FileKind<JsonSchemaWishes> = {
  kind: 'jsonschema',
  noun: 'JSON Schema',
  isCandidate: (path) => TEXT.test(path) && /schema/i.test(path),
  isCertain: (path) => CERTAIN.test(path),
  isOne: (path, text) =>
    TEXT.test(path) &&
    (DECLARED.test(text) || (CERTAIN.test(path) && /["']?(properties|\$ref|\$defs|type)["']?\s*:/.test(text))),
  together: false,
  diff: diffJsonSchema,
};
