/** `op.execute(…)`, `connection.execute(…)`: SQL, a construct of SQLAlchemy's, or something that only running tells. */
import { bindArguments } from '../../../python/arguments.ts';
import { piecesOf } from '../../../python/strings.ts';
import {
  expression,
  type PyCallResult,
  type PyExpression,
  type PyString,
  type PyValue,
  pathOf,
} from '../../../python/value.ts';
import type { ObjectName } from '../../../schema/name.ts';
import { readSql } from '../../../sql/readSql.ts';
import type { MigrationOperation } from '../../operations/operation.ts';
import { sequenceOptions } from './columns.ts';
import { conditionOf } from './conditions.ts';
import {
  calleeName,
  flagOf,
  nameOf,
  type OperationContext,
  objectName,
  opaque,
  opaqueWithin,
  pathTail,
  type Reading,
} from './context.ts';
import { createWrittenTable, tableOf } from './createTable.ts';
import { environmentVariableIn } from './environmentVariable.ts';
import { noParameters, type ParameterSets } from './rows/parameterSets.ts';
import { all } from './rows/rendering.ts';
import { tableName } from './rows/rowTable.ts';
import { statementSql } from './rows/statement.ts';
import { type Binds, bindLiteral, bindsIn, fillBinds, hasBinds, withBinds } from './rows/textBinds.ts';
import { locateIn, withHoles } from './sqlText.ts';
import { scopeOf } from './statementScope.ts';

/** What a statement is executed with. */
interface Execution {
  /** `undefined`: not known. */
  readonly sets: ParameterSets | undefined;
  /** What the statement itself says of its parameters. */
  readonly binds: Binds;
}

const once: Execution = { sets: noParameters, binds: new Map() };

/** @param statement `undefined`: nothing was given. */
export function execute(
  statement: PyValue | undefined,
  context: OperationContext,
  execution = once,
): readonly Reading[number][] {
  const value = statement?.kind === 'import' ? context.follow(statement) : statement;
  if (value === undefined) return [];
  if (value.kind === 'string') return run(value, execution, context);
  if (value.kind === 'list' || value.kind === 'tuple')
    return value.items.flatMap((item) => execute(item, context, execution));
  if (value.kind === 'expression' && value.operator === 'if')
    return either(value.operands, execution, context);
  if (value.kind === 'call') {
    const read = construct(value, execution, context) ?? compiled(value, execution, context);
    if (read !== undefined) return read;
  }
  const readings = bothTexts(value);
  if (readings !== undefined) return either(readings, execution, context);
  return partly(value, context);
}

function either(
  [condition, a, b]: readonly PyValue[],
  execution: Execution,
  context: OperationContext,
): Reading {
  if (condition === undefined) return [];
  const located = (reading: Reading): readonly MigrationOperation[] =>
    reading.map((step) => ('location' in step ? step : { ...step, location: context.location }));
  const then = located(execute(a, context, execution));
  const otherwise = located(execute(b, context, execution));
  if (JSON.stringify(then.map(inEffect)) === JSON.stringify(otherwise.map(inEffect))) return otherwise;
  return [{ kind: 'conditional', condition: conditionOf(condition, context), then, otherwise }];
}

/** All but what only says how it is done, and where it is written. */
function inEffect(operation: MigrationOperation): object {
  const { location: _, sql: _sql, whole: _whole, autocommit: _autocommit, ...step } = operation;
  return 'concurrently' in step ? { ...step, concurrently: undefined } : step;
}

/** `f"CREATE INDEX {'CONCURRENTLY' if online else ''} …"`: the condition, and the text either way. */
function bothTexts(value: PyValue): readonly PyValue[] | undefined {
  if (value.kind !== 'expression' || value.operator !== 'text') return undefined;
  const alternatives = value.operands.filter(isAlternative);
  const [chosen] = alternatives;
  if (chosen === undefined || alternatives.length > mostAlternatives) return undefined;
  const at = value.operands.indexOf(chosen);
  const [condition, ...texts] = chosen.operands;
  const whole = texts.map((text) => joined(value.operands.with(at, text)));
  return condition === undefined ? undefined : [condition, ...whole];
}

/** Each doubles the texts. */
const mostAlternatives = 4;

function isAlternative(piece: PyValue): piece is PyExpression {
  if (piece.kind !== 'expression' || piece.operator !== 'if') return false;
  return piece.operands.slice(1).every(({ kind }) => kind === 'string');
}

function joined(parts: readonly PyValue[]): PyValue {
  if (!parts.every((part) => part.kind === 'string')) return expression('text', parts);
  const text = parts.map((part) => part.text).join('');
  return { kind: 'string', text, pieces: parts.flatMap(piecesOf) };
}

/** SQL whose text is known, but perhaps for parameters that are bound when it runs. */
function run(sql: PyString, { sets, binds }: Execution, context: OperationContext): Reading {
  const locate = locateIn(sql, context.location);
  if (hasBinds(sql.text) || (sets?.length ?? 1) > 1) {
    const filled = sets?.map((set) => {
      const given = withBinds(binds, new Map([...set].map(([name, value]) => [name, { value }])));
      return fillBinds(sql.text, (name) => bindLiteral(given.get(name), context));
    });
    const known = filled && all(filled);
    if (known !== undefined)
      return known.flatMap(({ text, written }) =>
        readSql(text, context.sql, (range) => locate(written(range))),
      );
  }
  return readSql(sql.text, context.sql, locate, { placeholders: 'binds' });
}

/** A statement about rows that is built by calls. */
function compiled(call: PyCallResult, { sets }: Execution, context: OperationContext): Reading | undefined {
  const statements = sets && statementSql(call, sets, context);
  return statements?.flatMap((sql) => readSql(sql, context.sql, () => context.location));
}

/** A text with unknown parts may still surely be about rows only. */
function partly(value: PyValue, context: OperationContext): Reading {
  const text = withHoles(value);
  const variable = environmentVariableIn(value);
  const reason =
    variable === undefined
      ? 'Parts of this statement are computed when the script runs.'
      : `This statement depends on the environment variable ${variable}.`;
  if (text !== undefined) {
    const sql = {
      ...text,
      text: text.text.replaceAll(/(?<![:\w\\]):[A-Za-z_]\w*(?![:\w])/g, (name) => '$1'.padEnd(name.length)),
    };
    const read = readSql(sql.text, context.sql, locateIn(sql, context.location), { placeholders: 'dollars' });
    return read.map((operation) =>
      operation.kind === 'opaque' && operation.affects === 'anything'
        ? {
            ...operation,
            ...opaqueWithin(reason, scopeOf(operation.sql)),
          }
        : operation,
    );
  }
  if (isRowStatement(value))
    return [{ kind: 'data', statement: rowVerb(value) ?? 'SELECT', tables: tablesOf(value) }];
  return [opaque('This statement is computed when the script runs.', 'anything')];
}

const verbs: Readonly<Record<string, string>> = {
  insert: 'INSERT',
  update: 'UPDATE',
  delete: 'DELETE',
  select: 'SELECT',
  select_from: 'SELECT',
  exists: 'SELECT',
  query: 'SELECT',
};

/** `sa.update(table).where(…)`, `table.insert().values(…)`, and chains of further methods. */
export function isRowStatement(value: PyValue): boolean {
  return rowVerb(value) !== undefined;
}

function rowVerb(value: PyValue): string | undefined {
  if (value.kind !== 'call') return undefined;
  const own = verbs[calleeName(value) ?? ''];
  return own ?? (value.receiver === undefined ? undefined : rowVerb(value.receiver));
}

function tablesOf(value: PyValue): readonly ObjectName[] {
  if (value.kind !== 'call') return [];
  const direct = [value, ...value.positional].flatMap((one) => tableName(one) ?? []);
  return direct.length > 0 || value.receiver === undefined ? direct : tablesOf(value.receiver);
}

/** What is no text: `undefined` if it is not known. */
function construct(call: PyCallResult, execution: Execution, context: OperationContext): Reading | undefined {
  const [first] = call.positional;
  const given = bindArguments(call, []);
  switch (calleeName(call)) {
    case 'text':
    case 'TextClause':
    case 'DDL':
      return isSqlAlchemy(call)
        ? execute(given.get('statement') ?? given.get('text') ?? first, context, execution)
        : undefined;
    case 'bindparams':
    case 'params': {
      const added = bindsIn(call);
      const { sets, binds } = execution;
      const inner =
        added === undefined ? { sets: undefined, binds } : { sets, binds: withBinds(added, binds) };
      return call.receiver?.kind === 'call' ? execute(call.receiver, context, inner) : undefined;
    }
    case 'execution_options':
    case 'columns':
    case 'execute_if':
      return call.receiver?.kind === 'call' ? execute(call.receiver, context, execution) : undefined;
    case 'CreateSequence':
    case 'DropSequence':
      return first === undefined
        ? undefined
        : sequence(first, calleeName(call) === 'DropSequence', call, context);
    case 'CreateSchema':
    case 'DropSchema':
      return schema(nameOf(first), call);
    case 'CreateTable': {
      const table = first === undefined ? undefined : tableOf(first);
      return (
        table &&
        createWrittenTable(table.call, table.table, flagOf(given.get('if_not_exists')) === true, context)
      );
    }
    default:
      return undefined;
  }
}

function isSqlAlchemy(call: PyCallResult): boolean {
  return /^sqlalchemy\./.test(pathOf(call.callee) ?? '');
}

function schema(name: string | undefined, call: PyCallResult): Reading | undefined {
  if (name === undefined) return undefined;
  const flag = (key: string): boolean => flagOf(call.named.get(key)) === true;
  if (calleeName(call) === 'CreateSchema')
    return [{ kind: 'createSchema', schema: name, ...(flag('if_not_exists') ? { ifNotExists: true } : {}) }];
  return [
    {
      kind: 'dropSchema',
      schema: name,
      ...(flag('if_exists') ? { ifExists: true } : {}),
      ...(flag('cascade') ? { cascade: true } : {}),
    },
  ];
}

/** `sa.Sequence('name', …)`, created or dropped. */
export function sequence(
  value: PyValue,
  isDropped: boolean,
  call: PyCallResult,
  context: OperationContext,
): Reading | undefined {
  const known = value.kind === 'import' ? context.follow(value) : value;
  if (known.kind !== 'call' || pathTail(known.callee) !== 'Sequence') return undefined;
  const given = bindArguments(known, ['name', 'start', 'increment', 'minvalue', 'maxvalue']);
  const name = objectName(given.get('name'), given.get('schema'));
  const options = sequenceOptions(given);
  if (name === undefined || options === undefined) return undefined;
  const flag = (key: string): boolean => flagOf(call.named.get(key)) === true;
  const check = flag('checkfirst');
  if (isDropped)
    return [
      { kind: 'dropSequence', sequence: name, ...(check || flag('if_exists') ? { ifExists: true } : {}) },
    ];
  const ifNotExists = check || flag('if_not_exists') ? { ifNotExists: true as const } : {};
  return [{ kind: 'createSequence', sequence: name, options, ...ifNotExists }];
}
