import { words } from './words.ts';

/** Ids of oasdiff that break unless something holds that the document does not say. */
export const WARN_CODES = words(`
  optional-response-header-removed
  request-body-all-of-removed request-body-exclusive-max-set request-body-exclusive-min-set
  request-body-max-length-set request-body-max-set request-body-min-items-set request-body-min-set
  request-parameter-exclusive-max-set request-parameter-exclusive-min-set request-parameter-max-length-set
  request-parameter-max-set request-parameter-min-items-set request-parameter-min-set
  request-parameter-pattern-changed request-parameter-property-type-changed request-parameter-removed
  request-property-all-of-removed request-property-exclusive-max-set request-property-exclusive-min-set
  request-property-max-length-set request-property-max-set request-property-min-items-set request-property-min-set
  request-property-pattern-changed request-property-removed
  response-optional-property-removed response-required-property-became-not-write-only
  response-body-media-type-schema-removed
  response-property-enum-value-added
`);
