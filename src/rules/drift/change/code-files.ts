const DOC_EXTENSIONS = /\.(md|mdx|markdown|rst|adoc|asciidoc)$/i;
const PROSE_NAMES =
  /(^|\/)(readme|changelog|changes|history|news|authors|contributors|license|copying|thanks)(\.[\w-]+)*$/i;
const GENERATED =
  /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|composer\.lock|cargo\.lock|poetry\.lock|pipfile\.lock|uv\.lock|gemfile\.lock|go\.sum|flake\.lock)$|\.(min\.(js|css)|map|snap|svg|po|pot|lock|pb\.go|ipynb)$|(^|\/)(node_modules|vendor|third_party|bower_components|__snapshots__)\//i;
const TESTS =
  /(^|\/)(tests?|specs?|__tests__|__mocks__|testdata|test-data|fixtures?|testsuite|examples?|samples?|demos?|benchmarks?|benches|e2e|\.github|\.circleci|\.gitlab)\/|(^|\/)\.?(travis|gitlab-ci|azure-pipelines|appveyor)\.ya?ml$|[._-](test|spec|tests|bench)\.[\w]+$|(^|\/)test_[^/]*$|_test\.[\w]+$|Tests?\.\w+$/;

/** Documentation, changelogs and the like: what a scan looks for mistakes in, never its evidence. */
export function isProse(path: string): boolean {
  return DOC_EXTENSIONS.test(path) || PROSE_NAMES.test(path);
}

/** Lock files, vendored and generated code: their changes say nothing a page would repeat. */
export function isGenerated(path: string): boolean {
  return GENERATED.test(path);
}

/** Tests, examples and pipelines: they use names that others gave, and are weak evidence that a name changed. */
export function isTestCode(path: string): boolean {
  return TESTS.test(path);
}
