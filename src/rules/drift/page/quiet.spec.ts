import { expect, it } from 'vitest';
import { isQuietPage } from './quiet.ts';

it.each([
  'CHANGELOG.md',
  'docs/release-notes/2.0.md',
  'docs/releases.md',
  'docs/migration/v2-to-v3.md',
  'docs/upgrading.md',
  'versioned_docs/version-1.2/intro.md',
  'docs/v1.4/setup.md',
  'docs/1.x/setup.md',
  'README.zh-CN.md',
  'README_ja.md',
  'docs/zh/guide.md',
  'docs/pt-BR/guide.md',
  'i18n/fr/guide.md',
  'docs/archive/plan.md',
  'rfcs/0001-name.md',
  'blog/2020-01-01.md',
  '.changeset/brave-cats.md',
  'node_modules/a/README.md',
  'test/fixtures/page.md',
  'LICENSE.md',
])('leaves %s alone', (path) => {
  expect(isQuietPage(path)).toBe(true);
});

it.each([
  'README.md',
  'docs/configuration.md',
  'docs/guide/install.md',
  'website/src/docs/reference/cli.md',
  'plugin/cache/README.md',
  'docs/deployment.md',
  'book/src/format/config.md',
  'docs/environment_variables.md',
])('reads %s', (path) => {
  expect(isQuietPage(path)).toBe(false);
});
