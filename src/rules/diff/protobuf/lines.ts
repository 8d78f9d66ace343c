import type { Protobuf } from './read.ts';

const BLOCKS = new Set(['message', 'enum', 'service', 'extend', 'oneof', 'group']);

/** The 1-based line of every declaration and member, by full name; the parser itself keeps no lines. */
export function declarationLines(protobuf: Protobuf, text: string, packageName: string): Map<string, number> {
  const lines = new Map<string, number>();
  const tokens = protobuf.tokenize(text.replace(/^\uFEFF/, ' '), false);
  const scope: (string | null)[] = [];
  let before = ['', ''];
  let opening: string | null = null;
  const put = (name: string) => {
    const full = [packageName, ...scope.filter((one) => one !== null), name].filter((one) => one !== '').join('.');
    if (!lines.has(full)) lines.set(full, tokens.line);
  };
  for (let token = tokens.next(); token !== null; token = tokens.next()) {
    const [last = '', beforeLast = ''] = before;
    if (BLOCKS.has(last) && /^[A-Za-z_]/.test(token)) {
      if (last === 'message' || last === 'enum' || last === 'service') put(token);
      opening = last === 'oneof' || last === 'extend' ? null : token;
    } else if (last === 'rpc') put(token);
    else if (token === '=' && beforeLast !== 'option' && /^[A-Za-z_]\w*$/.test(last)) put(last);
    if (token === '{') {
      scope.push(opening);
      opening = null;
    } else if (token === '}') scope.pop();
    before = [token, last];
  }
  return lines;
}
