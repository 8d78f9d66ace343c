import { listOf, mapOf, textOf } from '../../yaml/documents.ts';
import { type Container, isTemplate } from './manifests.ts';
import type { Told } from './sin.ts';

const SECRET_NAME = /(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIALS?)$/i;
/** A place, a switch or a word that stands for nothing. */
const NO_SECRET =
  /^$|^(true|false|null|none|yes|no|enabled|disabled)$|^\d{1,3}$|^(\/|\.\/|file:|https?:\/\/[^@]*$|vault:|secret:|arn:|projects\/|ref\+)/i;

/** Secrets written into a manifest. Their values go nowhere: not into the message, the evidence or the key. */
export function secretsIn({ body, at, name }: Container): Told[] {
  return listOf(body.env).flatMap((item, index): Told[] => {
    const entry = mapOf(item);
    const variable = textOf(entry.name);
    const { value } = entry;
    if (!SECRET_NAME.test(variable) || typeof value !== 'string' || NO_SECRET.test(value.trim()) || isTemplate(value))
      return [];
    return [
      {
        code: 'k8s.secret-literal',
        severity: 85,
        what: `${name} env ${variable}`,
        at: [...at, 'env', index, 'value'],
        shown: 'value: ****',
        message: ` has the value of ${variable} written down for ${name}.`,
        fix: `Put it into a Secret, refer to it with valueFrom.secretKeyRef, and replace the value that was written here.`,
      },
    ];
  });
}
