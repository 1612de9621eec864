/** Statements of `upgrade()` and `downgrade()`. */
import { type Code, call, codeText, flatText, stringCode } from './pythonCode.ts';

export type Statement =
  | { readonly kind: 'call'; readonly code: Code }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'if' | 'with'; readonly code: Code; readonly body: readonly Statement[] };

/** What a migration does, and what takes it back. */
export interface Change {
  readonly upgrade: readonly Statement[];
  readonly downgrade: readonly Statement[];
}

/** @param named Arguments that are `undefined` are left out. */
export function directive(
  name: string,
  positional: readonly Code[],
  named: Readonly<Record<string, Code | undefined>> = {},
): Statement {
  return { kind: 'call', code: call(`op.${name}`, positional, named) };
}

export function execute(sql: string): Statement {
  return directive('execute', [sqlCode(withoutParameters(sql))]);
}

export function remark(text: string): Statement {
  return { kind: 'comment', text };
}

/** A name that no naming convention decorates. */
export function finalName(name: string): Code {
  return call('op.f', [stringCode(name)]);
}

/** SQL as an expression for a default, a predicate or a key. */
export function sqlExpression(sql: string): Code {
  return call('sa.text', [sqlCode(withoutParameters(sql))]);
}

/** The same, with `sa.text` as a file calls it; on one line. */
export function defaultCall(text: string, sql: string): string {
  return flatText(call(text, [sqlCode(withoutParameters(sql))]));
}

/** SQLAlchemy takes `:name` for a parameter, but in casts and after a letter. */
function withoutParameters(sql: string): string {
  return sql.replace(/(?<![:\w\\]):(?=\w+(?!:))/g, '\\:');
}

/** In the quotes that SQL uses less. */
export function sqlCode(sql: string): string {
  return stringCode(sql, sql.includes("'") ? '"' : "'");
}

export function statementLines(statements: readonly Statement[], indent: string): readonly string[] {
  return statements.flatMap((statement) => {
    switch (statement.kind) {
      case 'comment':
        return commentLines(statement.text, indent);
      case 'call':
        return `${indent}${codeText(statement.code, indent)}`.split('\n');
      default:
        return [
          ...`${indent}${statement.kind} ${codeText(statement.code, indent)}:`.split('\n'),
          ...statementLines(statement.body, `${indent}    `),
        ];
    }
  });
}

const COMMENT_WIDTH = 88;

function commentLines(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = `${indent}#`;
  for (const word of text.split(/\s+/)) {
    if (line.length + 1 + word.length > COMMENT_WIDTH && line !== `${indent}#`) {
      lines.push(line);
      line = `${indent}#`;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
