/** `try` statements: what is tried, and what is done where that fails. */
import type { SyntaxNode } from '../text/syntax.ts';
import { assignedNames } from './assign.ts';
import { executeBlock } from './execute.ts';
import { bind, codeChildren, type Frame } from './frame.ts';
import { type Effect, effectsIn, end, raises, record } from './trace.ts';
import { unknown } from './value.ts';
import { isReached, takeWays } from './ways.ts';

export function executeTry(node: SyntaxNode, frame: Frame): void {
  const body = codeChildren(node.childForFieldName('body') ?? node);
  const clauses = codeChildren(node).filter((child) => child.type !== 'block');
  const block = (type: string): SyntaxNode[] => {
    const clause = clauses.find((child) => child.type === type);
    const inner =
      clause === undefined ? undefined : codeChildren(clause).find((child) => child.type === 'block');
    return inner === undefined ? [] : codeChildren(inner);
  };
  const before = frame.world.trace.at;
  const straight = (): void => {
    executeBlock(body, frame);
    executeBlock(block('else_clause'), frame);
  };
  const handlers = clauses
    .filter((clause) => clause.type === 'except_clause' || clause.type === 'except_group_clause')
    .map((clause) => () => executeHandler(clause, body, frame));
  if (handlers.length === 0 || cannotFail(body, frame)) straight();
  else {
    const attempt = { kind: 'attempt' as const, body: [], handlers: handlers.map(() => []) };
    record(attempt, frame.world.trace);
    const unlessAnswered = (handler: () => void) => () => {
      if (isAnswered(body, attempt.body)) end({ kind: 'raise' }, frame.world.trace);
      else handler();
    };
    const ways = [straight, ...handlers.map(unlessAnswered)];
    takeWays(ways, [attempt.body, ...attempt.handlers], frame);
  }
  executeFinally(block('finally_clause'), before, frame);
}

/** What it asks the database for was all answered, and nothing else in it fails: no handler is needed. */
function isAnswered(body: readonly SyntaxNode[], effects: readonly Effect[]): boolean {
  const text = body.map((statement) => statement.text).join('\n');
  const isQuestion = /\.(?:get|has)_\w+\(|\binspect\(|\.execute\(/.test(text);
  const mayFail = /\b(?:import|environ|getenv|open|int|float|raise|assert)\b/.test(text);
  return isQuestion && !mayFail && !effects.some(calls) && !raises(effects);
}

/** Other than for the connection itself. */
function calls(effect: Effect): boolean {
  if (effect.kind === 'call') return !/^get_(?:bind|context)$/.test(effect.call.method ?? '');
  return effectsIn(effect).some((list) => list.some(calls));
}

/** It runs also where nothing after the `try` does. */
function executeFinally(block: readonly SyntaxNode[], before: readonly Effect[][], frame: Frame): void {
  const { trace } = frame.world;
  if (isReached(frame)) executeBlock(block, frame);
  else {
    trace.at = before;
    executeBlock(block, frame);
    trace.at = [];
  }
}

/** A single statement that failed has bound nothing; of several, any may have been done. */
function executeHandler(clause: SyntaxNode, body: readonly SyntaxNode[], frame: Frame): void {
  const [only] = body;
  const atOnce = body.length === 1 && only !== undefined && /^(?:expression|import)/.test(only.type);
  for (const statement of atOnce ? [] : body) {
    for (const name of assignedNames(statement)) bind(name, unknown, frame);
  }
  const inner = codeChildren(clause).find((child) => child.type === 'block');
  if (inner !== undefined) executeBlock(codeChildren(inner), frame);
}

/** Only imports that surely succeed, and plain values. */
function cannotFail(body: readonly SyntaxNode[], frame: Frame): boolean {
  return body.every((statement) => {
    if (statement.type === 'pass_statement') return true;
    if (statement.type === 'import_from_statement' || statement.type === 'import_statement') {
      return importSucceeds(statement, frame);
    }
    return statement.type === 'expression_statement' && /^[\w.]+\s*=\s*[\s\w'"(),[\]]*$/.test(statement.text);
  });
}

function importSucceeds(statement: SyntaxNode, frame: Frame): boolean {
  const from = statement.childForFieldName('module_name');
  const modules = from === null ? statement.childrenForFieldName('name') : [from];
  return modules.every((module) => {
    const name = (module?.childForFieldName('name') ?? module)?.text ?? '';
    return alwaysThere.has(name.split('.')[0] ?? '') || frame.world.isThere(name);
  });
}

/** What Alembic itself cannot run without. */
const alwaysThere = new Set([
  'alembic',
  'sqlalchemy',
  'typing',
  'os',
  'sys',
  'logging',
  're',
  'uuid',
  'json',
  'datetime',
]);
