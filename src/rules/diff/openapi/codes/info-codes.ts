import { words } from './words.ts';

/** Ids of oasdiff that break nobody. */
export const INFO_CODES = words(`
  api-global-security-added api-global-security-removed api-global-security-scope-added
  api-global-security-scope-removed api-major-version-not-bumped api-operation-id-added api-operation-id-removed
  api-path-removed-with-deprecation api-removed-with-deprecation api-schema-removed api-security-added
  api-security-component-added api-security-component-oauth-scope-added api-security-component-oauth-scope-changed
  api-security-component-oauth-scope-removed api-security-component-oauth-token-url-changed
  api-security-component-oauth-url-changed api-security-component-removed api-security-component-type-changed
  api-security-removed api-security-scope-added api-security-scope-removed api-stability-increased api-tag-added
  api-tag-removed api-version-decreased api-version-not-bumped
  new-optional-request-default-parameter-to-existing-path new-optional-request-parameter
  new-optional-request-property
  endpoint-added endpoint-deprecated endpoint-deprecated-with-sunset endpoint-reactivated webhook-added
  request-optional-property-became-not-read-only request-optional-property-became-not-write-only
  request-optional-property-became-read-only request-optional-property-became-write-only
  request-read-only-property-enum-value-removed request-read-only-property-exclusive-max-decreased
  request-read-only-property-exclusive-min-increased request-read-only-property-max-decreased
  request-read-only-property-max-length-decreased request-read-only-property-min-increased
  request-required-property-became-not-read-only request-required-property-became-not-write-only
  request-required-property-became-read-only request-required-property-became-write-only
  request-body-added-optional request-body-all-of-added-annotation-only
  request-body-all-of-removed-annotation-only request-body-any-of-added request-body-became-nullable
  request-body-became-optional request-body-const-removed request-body-contains-removed
  request-body-content-schema-removed request-body-default-value-added request-body-default-value-changed
  request-body-default-value-removed request-body-dependent-required-removed request-body-dependent-schema-removed
  request-body-discriminator-added request-body-discriminator-mapping-added
  request-body-discriminator-mapping-changed request-body-discriminator-mapping-deleted
  request-body-discriminator-property-name-changed request-body-discriminator-removed request-body-else-removed
  request-body-exclusive-max-increased request-body-exclusive-min-decreased request-body-if-removed
  request-body-list-of-types-widened request-body-max-contains-increased request-body-max-increased
  request-body-max-length-increased request-body-media-type-added request-body-media-type-schema-removed
  request-body-min-contains-decreased request-body-min-decreased request-body-min-length-decreased
  request-body-one-of-added request-body-pattern-property-removed request-body-prefix-items-added
  request-body-property-names-removed request-body-then-removed request-body-type-compatible
  request-body-type-generalized request-body-unevaluated-items-removed request-body-unevaluated-properties-removed
  request-parameter-became-nullable request-parameter-became-optional request-parameter-deprecated
  request-parameter-enum-value-added request-parameter-exclusive-max-increased
  request-parameter-exclusive-min-decreased request-parameter-list-of-types-widened
  request-parameter-max-increased request-parameter-max-items-increased request-parameter-max-length-increased
  request-parameter-min-decreased request-parameter-min-items-decreased request-parameter-min-length-decreased
  request-parameter-pattern-generalized request-parameter-pattern-removed
  request-parameter-property-became-nullable request-parameter-property-enum-value-added
  request-parameter-property-list-of-types-widened request-parameter-property-type-generalized
  request-parameter-reactivated request-parameter-removed-with-deprecation request-parameter-type-generalized
  request-property-all-of-added-annotation-only request-property-all-of-removed-annotation-only
  request-property-any-of-added request-property-became-nullable request-property-became-optional
  request-property-const-removed request-property-contains-removed request-property-content-schema-removed
  request-property-default-value-added request-property-default-value-changed
  request-property-default-value-removed request-property-dependent-required-removed
  request-property-dependent-schema-removed request-property-deprecated request-property-deprecated-with-sunset
  request-property-discriminator-added request-property-discriminator-mapping-added
  request-property-discriminator-mapping-changed request-property-discriminator-mapping-deleted
  request-property-discriminator-property-name-changed request-property-discriminator-removed
  request-property-else-removed request-property-enum-value-added request-property-exclusive-max-increased
  request-property-exclusive-min-decreased request-property-if-removed request-property-list-of-types-widened
  request-property-max-contains-increased request-property-max-increased request-property-max-length-increased
  request-property-min-contains-decreased request-property-min-decreased request-property-min-length-decreased
  request-property-one-of-added request-property-pattern-generalized request-property-pattern-property-removed
  request-property-pattern-removed request-property-prefix-items-added request-property-property-names-removed
  request-property-reactivated request-property-stability-increased request-property-then-removed
  request-property-type-compatible request-property-type-generalized request-property-unevaluated-items-removed
  request-property-unevaluated-properties-removed
  response-media-type-added response-media-type-name-changed response-media-type-name-specialized
  response-mediatype-enum-value-removed response-non-success-status-added response-non-success-status-removed
  response-optional-property-added response-optional-property-became-not-read-only
  response-optional-property-became-not-write-only response-optional-property-became-read-only
  response-optional-property-became-write-only response-optional-write-only-property-added
  response-optional-write-only-property-removed response-required-property-added
  response-required-property-became-not-read-only response-required-property-became-read-only
  response-required-property-became-write-only response-required-write-only-property-added
  response-required-write-only-property-removed response-success-status-added
  response-write-only-property-became-optional response-write-only-property-became-required
  response-write-only-property-enum-value-added
  response-body-all-of-added response-body-all-of-added-annotation-only response-body-all-of-removed
  response-body-all-of-removed-annotation-only response-body-any-of-added response-body-any-of-removed
  response-body-became-not-nullable response-body-const-added response-body-contains-added
  response-body-content-schema-added response-body-default-value-added response-body-default-value-changed
  response-body-default-value-removed response-body-dependent-required-added response-body-dependent-schema-added
  response-body-discriminator-added response-body-discriminator-mapping-added
  response-body-discriminator-mapping-changed response-body-discriminator-mapping-deleted
  response-body-discriminator-property-name-changed response-body-discriminator-removed response-body-else-added
  response-body-if-added response-body-list-of-types-narrowed response-body-max-contains-decreased
  response-body-media-type-schema-added response-body-min-contains-increased response-body-one-of-removed
  response-body-pattern-property-added response-body-prefix-items-removed response-body-property-names-added
  response-body-then-added response-body-type-compatible response-body-type-specialized
  response-body-unevaluated-items-added response-body-unevaluated-properties-added
  response-header-added response-header-became-not-nullable response-header-type-compatible
  response-header-type-specialized
  response-property-all-of-added response-property-all-of-added-annotation-only response-property-all-of-removed
  response-property-all-of-removed-annotation-only response-property-any-of-added response-property-any-of-removed
  response-property-became-not-nullable response-property-became-required response-property-const-added
  response-property-contains-added response-property-content-schema-added response-property-default-value-added
  response-property-default-value-changed response-property-default-value-removed
  response-property-dependent-required-added response-property-dependent-schema-added response-property-deprecated
  response-property-deprecated-with-sunset response-property-discriminator-added
  response-property-discriminator-mapping-added response-property-discriminator-mapping-changed
  response-property-discriminator-mapping-deleted response-property-discriminator-property-name-changed
  response-property-discriminator-removed response-property-else-added response-property-enum-value-removed
  response-property-if-added response-property-list-of-types-narrowed response-property-max-contains-decreased
  response-property-min-contains-increased response-property-one-of-removed response-property-pattern-added
  response-property-pattern-changed response-property-pattern-property-added response-property-pattern-removed
  response-property-prefix-items-removed response-property-property-names-added response-property-reactivated
  response-property-stability-increased response-property-then-added response-property-type-compatible
  response-property-type-specialized response-property-unevaluated-items-added
  response-property-unevaluated-properties-added
`);
