import { describe, expect, it } from 'vitest';
import { given } from '../../given.ts';
import { terraformIamReview } from './index.ts';
import { covers } from './sins.ts';

const judge = given(terraformIamReview);
const said = async (head: string, base?: string, options = {}) =>
  (await judge({ ...(base === undefined ? {} : { base: { 'a.tf': base } }), head: { 'a.tf': head } }, options)).map(
    ({ code, severity, evidence }) => [code, severity, evidence[0]?.line ?? null],
  );

const document = (body: string) => `data "aws_iam_policy_document" "d" {\n  statement {\n${body}\n  }\n}\n`;
const encoded = (statement: string) =>
  `resource "aws_iam_policy" "p" {\n  policy = jsonencode({\n    Statement = [\n      ${statement}\n    ]\n  })\n}\n`;

describe('terraform.iam_review', () => {
  it.each([
    ['every action on everything', document('actions = ["*"]\nresources = ["*"]'), 'iam.action-wildcard', 95, 3],
    ['a whole service on everything', document('resources = ["*"]\nactions = ["s3:*"]'), 'iam.action-wildcard', 75, 4],
    [
      'a whole service on one thing',
      document('resources = ["arn:a"]\nactions = ["s3:*"]'),
      'iam.action-wildcard',
      45,
      4,
    ],
    ['all but some', document('not_actions = ["iam:*"]\nresources = ["*"]'), 'iam.not-action', 90, 3],
    [
      'passing any role',
      encoded('{ Effect = "Allow", Action = "iam:PassRole", Resource = "*" }'),
      'iam.privilege-escalation',
      90,
      4,
    ],
    [
      'writes on everything',
      encoded('{ Effect = "Allow", Action = ["s3:PutObject"], Resource = "*" }'),
      'iam.resource-wildcard',
      50,
      4,
    ],
    [
      'JSON in a here-document',
      'resource "aws_iam_role_policy" "p" {\n  policy = <<EOF\n{"Statement":[{"Effect":"Allow",\n"Action":"*","Resource":"*"}]}\nEOF\n}\n',
      'iam.action-wildcard',
      95,
      4,
    ],
    [
      'an inline policy',
      'resource "aws_iam_role" "r" {\n  inline_policy {\n    policy = jsonencode({ Statement = { Effect = "Allow", Action = "*", Resource = "*" } })\n  }\n}\n',
      'iam.action-wildcard',
      95,
      3,
    ],
    [
      'a role everybody may assume',
      'resource "aws_iam_role" "r" {\n  assume_role_policy = jsonencode({\n    Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "sts:AssumeRole" }]\n  })\n}\n',
      'iam.trust-public',
      98,
      3,
    ],
    [
      'a role any GitHub workflow may assume',
      document(
        'actions = ["sts:AssumeRoleWithWebIdentity"]\nprincipals {\n  type = "Federated"\n  identifiers = ["arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"]\n}',
      ),
      'iam.trust-unbound',
      90,
      6,
    ],
    [
      'a public bucket',
      'resource "aws_s3_bucket_policy" "b" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:b/*" }] })\n}\n',
      'iam.principal-public',
      98,
      2,
    ],
    [
      'the administrator policy',
      'resource "aws_iam_role_policy_attachment" "a" {\n  role = "r"\n  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\n',
      'iam.admin-attached',
      95,
      3,
    ],
    [
      'a Google bucket for everybody',
      'resource "google_storage_bucket_iam_member" "m" {\n  role = "roles/storage.objectViewer"\n  member = "allUsers"\n}\n',
      'iam.principal-public',
      95,
      3,
    ],
    [
      'a Google project owner',
      'resource "google_project_iam_binding" "m" {\n  role = "roles/owner"\n  members = ["user:alice@example.com"]\n}\n',
      'iam.role-wide',
      95,
      2,
    ],
    [
      'an Azure owner',
      'resource "azurerm_role_assignment" "o" {\n  scope = "/subscriptions/1"\n  role_definition_name = "Owner"\n}\n',
      'iam.role-wide',
      95,
      3,
    ],
    [
      'a local that holds a wildcard',
      `locals {\n  all = ["*"]\n}\n${document('actions = local.all\nresources = ["*"]')}`,
      'iam.action-wildcard',
      95,
      7,
    ],
  ])('finds %s', async (_name, text, code, severity, line) => {
    expect(await said(text)).toEqual([[code, severity, line]]);
  });

  it.each([
    ['reads on everything', document('actions = ["ec2:DescribeInstances", "s3:ListAllMyBuckets"]\nresources = ["*"]')],
    ['named actions on named resources', document('actions = ["s3:PutObject"]\nresources = ["arn:aws:s3:::b/*"]')],
    ['a denial of everything', document('effect = "Deny"\nactions = ["*"]\nresources = ["*"]')],
    [
      'a service principal',
      'resource "aws_iam_role" "r" {\n  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }] })\n}\n',
    ],
    [
      'a reference to a document',
      'resource "aws_iam_policy" "p" {\n  policy = data.aws_iam_policy_document.d.json\n}\n',
    ],
    ['a wildcard in a comment', '# actions = ["*"]\nresource "aws_iam_user" "u" {\n  name = "*"\n}\n'],
  ])('leaves %s alone', async (_name, text) => {
    expect(await said(text)).toEqual([['iam.not-widened', 0, null]]);
  });

  const WIDE = document('actions = ["*"]\nresources = ["*"]');

  it('does not bring up an old sin, unless asked for', async () => {
    expect(await said(`${WIDE}\n# more\n`, WIDE)).toEqual([['iam.not-widened', 0, null]]);
    expect(await said(`${WIDE}\n# more\n`, WIDE, { includeExisting: true })).toHaveLength(1);
  });

  it('does not take a moved block for a new one', async () => {
    const findings = await judge({ base: { 'a.tf': `${WIDE}\n# a` }, head: { 'a.tf': '# a', 'iam.tf': WIDE } });
    expect(findings.map(({ code }) => code)).toEqual(['iam.not-widened']);
  });

  it('finds a guard that goes away, and shows where it was', async () => {
    const guarded = 'resource "aws_iam_role" "r" {\n  name = "r"\n  permissions_boundary = "arn:b"\n}\n';
    expect(await said('resource "aws_iam_role" "r" {\n  name = "r"\n}\n', guarded)).toEqual([
      ['iam.guard-removed', 75, 3],
    ]);
  });

  it('does not know a file that does not parse, and names the line', async () => {
    const findings = await judge({ head: { 'a.tf': 'resource "x" "y" {\n  a = = 2\n}\n', 'b.tf': WIDE } });
    expect(findings.map(({ code, outcome, evidence }) => [code, outcome, evidence[0]?.line])).toEqual([
      ['iam.action-wildcard', 'fail', 3],
      ['terraform.unparsed', 'unknown', 2],
    ]);
  });

  it('counts what a variable decides, and reports it when asked to', async () => {
    const open = document('actions = var.actions\nresources = ["arn:b"]');
    expect((await judge({ head: { 'a.tf': open } }))[0]?.message).toContain('1 policy takes values from elsewhere');
    expect(await said(open, undefined, { reportUnresolved: true })).toEqual([['iam.unresolved', 40, 2]]);
  });
});

describe('covers', () => {
  it.each([
    ['iam:*', 'iam:PassRole', true],
    ['iam:Pass*', 'iam:PassRole', true],
    ['IAM:passrole', 'iam:PassRole', true],
    ['*:PassRole', 'iam:PassRole', true],
    ['i*:*Role', 'iam:PassRole', true],
    ['iam:Get*', 'iam:PassRole', false],
    ['iam:PassRol', 'iam:PassRole', false],
    ['s3:*', 'iam:PassRole', false],
  ])('%s over %s is %s', (pattern, action, expected) => {
    expect(covers(pattern, action)).toBe(expected);
  });
});
