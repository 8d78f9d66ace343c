import type { Validator } from '@seriousme/openapi-schema-validator';
import type { Spec } from '../../../diff/openapi/read/read-spec.ts';
import type { Fault } from './faults.ts';

type ErrorObject = Exclude<NonNullable<Awaited<ReturnType<Validator['validate']>>['errors']>, string>[number];

/** Errors of the schema that only say that a branch of a choice did not fit. */
const WRAPPERS = new Set(['oneOf', 'anyOf', 'not', 'if', 'then', 'else', 'dependentSchemas', '$ref', '$dynamicRef']);
/** Every wrong place can cost several errors; past this the document is not OpenAPI in more than a detail. */
const MOST_ERRORS = 5_000;

const validators = new Map<Spec['kind'], Validator>();

/**
 * Checks a document against the official JSON Schema of its version. One fault per place, the most telling one:
 * where a choice fits nowhere, the schema complains about every branch.
 */
export async function structuralFaults(spec: Spec): Promise<Fault[]> {
  // Loaded when first needed: compiling the schemas costs more than most runs take.
  const loaded = await import('@seriousme/openapi-schema-validator');
  const validator = validators.get(spec.kind) ?? new loaded.Validator({ allErrors: true, verbose: false });
  validators.set(spec.kind, validator);
  // The validator only reads it: a plain object never makes it open a file.
  const result = await validator.validate({ ...spec.root });
  if (result.valid || typeof result.errors === 'string' || result.errors === undefined) return [];
  return mostTelling(result.errors.slice(0, MOST_ERRORS)).map(faultOf);
}

function mostTelling(errors: readonly ErrorObject[]): ErrorObject[] {
  const byPlace = new Map<string, ErrorObject>();
  const places = new Set(errors.filter(isTelling).map(({ instancePath }) => instancePath));
  for (const error of errors) {
    if (!isTelling(error)) continue;
    // A place is only called superfluous because something below it is wrong.
    if (error.keyword.startsWith('unevaluated') && hasBelow(places, error.instancePath)) continue;
    const known = byPlace.get(error.instancePath);
    if (known === undefined || rank(error) < rank(known)) byPlace.set(error.instancePath, error);
  }
  return [...byPlace.values()].filter(
    ({ instancePath, keyword }) => keyword === 'required' || !hasBelow(places, instancePath),
  );
}

function isTelling(error: ErrorObject): boolean {
  if (WRAPPERS.has(error.keyword)) return false;
  return !(error.keyword === 'required' && error.params.missingProperty === '$ref');
}

function hasBelow(places: ReadonlySet<string>, place: string): boolean {
  for (const other of places) if (other.length > place.length && other.startsWith(`${place}/`)) return true;
  return false;
}

const RANKS = [
  'required',
  'type',
  'enum',
  'const',
  'pattern',
  'format',
  'additionalProperties',
  'unevaluatedProperties',
];

function rank({ keyword }: ErrorObject): number {
  const at = RANKS.indexOf(keyword);
  return at === -1 ? RANKS.length : at;
}

function faultOf(error: ErrorObject): Fault {
  return {
    code: 'openapi.invalid',
    message: sentence(error),
    pointer: pointerOf(error),
    line: null,
    severity: 75,
  };
}

/** Where something superfluous stands, point at it; where something is missing, at what lacks it. */
function pointerOf({ instancePath, keyword, params }: ErrorObject): string {
  const extra = keyword === 'additionalProperties' ? params.additionalProperty : params.unevaluatedProperty;
  if (typeof extra !== 'string') return instancePath;
  return `${instancePath}/${extra.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function sentence({ keyword, message, params }: ErrorObject): string {
  if (keyword === 'required') return `"${String(params.missingProperty)}" is missing here.`;
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') {
    const name = String(params.additionalProperty ?? params.unevaluatedProperty);
    return `"${name}" is not a field that may stand here.`;
  }
  if (keyword === 'enum') return `This must be one of ${JSON.stringify(params.allowedValues)}.`;
  if (keyword === 'const') return `This must be ${JSON.stringify(params.allowedValue)}.`;
  if (keyword === 'type') return `This must be of type ${String(params.type)}.`;
  return `This ${message ?? 'does not fit'}.`;
}
