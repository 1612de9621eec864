/** Text that a PL/pgSQL expression computes, as far as its parts are known. */
import type { A_Const, FuncCall, Node } from '@pgsql/types';
import { quoteName } from '../../schema/name.ts';
import { nameParts } from '../nodes.ts';
import { holeLetter } from '../placeholders.ts';

/** Variable → its text, where it is known. */
export type TextVariables = (name: string) => string | undefined;

const hole = holeLetter.repeat(3);

/** The text; parts that are not known are holes. */
export function textWithHoles(node: Node, variables: TextVariables): string {
  return textOf(node, variables) ?? hole;
}

/** `undefined` where any part of it is not known. */
export function knownText(node: Node | undefined, variables: TextVariables): string | undefined {
  const text = node && textOf(node, variables);
  return text?.includes(holeLetter) ? undefined : text;
}

function textOf(node: Node, variables: TextVariables): string | undefined {
  if ('A_Const' in node) return constantText(node.A_Const);
  if ('TypeCast' in node) return node.TypeCast.arg && textOf(node.TypeCast.arg, variables);
  if ('ColumnRef' in node) {
    const parts = nameParts(node.ColumnRef.fields);
    return parts.length === 1 ? variables(parts[0] ?? '') : undefined;
  }
  if ('A_Expr' in node && nameParts(node.A_Expr.name).at(-1) === '||') {
    const { lexpr, rexpr } = node.A_Expr;
    return lexpr && rexpr && textWithHoles(lexpr, variables) + textWithHoles(rexpr, variables);
  }
  return 'FuncCall' in node ? callText(node.FuncCall, variables) : undefined;
}

function constantText({ sval, ival, fval, boolval, bsval, isnull }: A_Const): string | undefined {
  if (isnull === true || bsval !== undefined) return undefined;
  if (boolval !== undefined) return String(boolval.boolval === true);
  return sval === undefined ? (fval?.fval ?? String(ival?.ival ?? 0)) : (sval.sval ?? '');
}

function callText({ funcname, args = [] }: FuncCall, variables: TextVariables): string | undefined {
  const texts = args.map((arg) => textWithHoles(arg, variables));
  const [first] = texts;
  switch (nameParts(funcname).at(-1)) {
    case 'format':
      return first === undefined ? undefined : formatted(first, texts.slice(1));
    case 'concat':
      return texts.join('');
    case 'quote_ident':
      return first && quotedName(first);
    case 'quote_literal':
      return first && quotedLiteral(first);
    case 'lower':
      return first?.toLowerCase();
    case 'upper':
      return first?.toUpperCase();
    default:
      return undefined;
  }
}

/** A hole may need quotes or none: it is a name by itself. */
const quotedName = (name: string): string => (name.includes(holeLetter) ? hole : quoteName(name));

const quotedLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** As PostgreSQL's `format` fills in `%s`, `%I` and `%L`, also by position: `%1$I`. */
function formatted(pattern: string, texts: readonly string[]): string {
  let next = 0;
  return pattern.replaceAll(
    /%(?:(\d+)\$)?-?\d*([sIL%])/g,
    (_, position: string | undefined, kind: string) => {
      if (kind === '%') return '%';
      const index = position === undefined ? next : Number(position) - 1;
      next = index + 1;
      const text = texts[index] ?? hole;
      return kind === 'I' ? quotedName(text) : kind === 'L' ? quotedLiteral(text) : text;
    },
  );
}
