/** What a statement leaves behind for those after it: what is new in the transaction, and settings of the session. */
import type { Node } from '@pgsql/types';
import { Draft } from '../../schema/apply/draft.ts';
import { hasOwnIndex } from '../../schema/apply/relationNames.ts';
import { creationName, find } from '../../schema/apply/resolve.ts';
import { nameKey, type ObjectName, type QualifiedName } from '../../schema/name.ts';
import type { SchemaSnapshot, Table, View } from '../../schema/snapshot.ts';
import { relationName } from '../../sql/nodes.ts';
import { constantText } from '../../sql/statements/session.ts';
import type { PlannedStatement, PlannedStep } from '../plan/plannedRun.ts';
import type { RunContext } from './impact.ts';
import { labelKey } from './labelUse.ts';
import { withOwnColumns } from './ownColumns.ts';

const none: ReadonlySet<string> = new Set();

export function startOfRun(
  session: Pick<RunContext, 'serverVersion' | 'timeZone' | 'sql' | 'searchPath'>,
): RunContext {
  return { ...session, created: none, committed: none, filled: none, addedLabels: none };
}

export function contextAfter(context: RunContext, statement: PlannedStatement): RunContext {
  const start = statement.autocommit ? afterCommit(context) : context;
  const after = statement.steps.reduce((met, step) => withOwnColumns(afterStep(met, step), step), start);
  return statement.autocommit ? afterCommit(after) : after;
}

/** At the end of a transaction: between revisions, where each has one of its own. */
export function afterCommit(context: RunContext): RunContext {
  const committed = new Set([...context.committed, ...context.created]);
  return { ...context, created: none, addedLabels: none, committed };
}

function afterStep(context: RunContext, { operation, before, after }: PlannedStep): RunContext {
  const { sql, searchPath } = context;
  const draft = new Draft(before, { sql, searchPath });
  switch (operation.kind) {
    case 'setSearchPath':
      return { ...context, searchPath: operation.schemas };
    case 'addEnumLabel': {
      const type = find(draft, draft.types, operation.type);
      if (
        type === undefined ||
        isUsableAtOnce(context, nameKey(type.name)) ||
        (type.kind === 'enum' && type.labels.includes(operation.label))
      )
        return context;
      const key = labelKey(type, operation.label);
      return { ...context, addedLabels: new Set([...context.addedLabels, key]) };
    }
    case 'data':
      return { ...context, filled: withNames(context.filled, operation.tables, draft, context) };
    case 'noSchemaEffect':
      return { ...context, timeZone: timeZoneAfter(context, operation.sql) };
    case 'opaque':
      return afterOpaque(context, operation.sql, draft);
    default:
      return withCreated(context, operation.kind, before, after);
  }
}

/** Since PostgreSQL 17, labels of a type that is as new as they are. */
const isUsableAtOnce = ({ serverVersion, created }: RunContext, type: string): boolean =>
  serverVersion >= 17 && created.has(type);

/** Of what is written to, only what the run has made counts: the others have sizes. */
function withNames(
  all: ReadonlySet<string>,
  names: readonly ObjectName[],
  draft: Draft,
  context: RunContext,
): ReadonlySet<string> {
  const keys = names.flatMap((name) => {
    const found = find(draft, draft.tables, name) ?? find(draft, draft.views, name);
    const key = nameKey(found?.name ?? creationName(draft, name));
    return context.created.has(key) || context.committed.has(key) ? [key] : [];
  });
  return keys.length === 0 ? all : new Set([...all, ...keys]);
}

/** A name that is given up may be taken by another: it then says nothing of the one that had it. */
function withCreated(
  context: RunContext,
  kind: string,
  before: SchemaSnapshot,
  after: SchemaSnapshot,
): RunContext {
  if (before === after) return context;
  const gone = newNames(after, before);
  const made = newNames(before, after);
  if (gone.length === 0 && made.length === 0) return context;
  const isMoved = kind.startsWith('rename') || kind === 'setSchema';
  // A relation moves together with its indexes and sequences: other names in the same order.
  const moved = new Map(isMoved ? gone.map((name, index) => [name, made[index]]) : []);
  const left = new Set(gone);
  const follow = (names: ReadonlySet<string>): ReadonlySet<string> =>
    gone.some((name) => names.has(name))
      ? new Set([...names].flatMap((name) => (left.has(name) ? (moved.get(name) ?? []) : [name])))
      : names;
  const created = follow(context.created);
  return {
    ...context,
    created: isMoved || made.length === 0 ? created : new Set([...created, ...made]),
    committed: follow(context.committed),
    filled: follow(context.filled),
    ...(gone.length > 0 && { renamed: renamedAfter(context, gone, moved) }),
  };
}

function renamedAfter(
  { renamed = new Map(), created }: RunContext,
  gone: readonly string[],
  moved: ReadonlyMap<string, string | undefined>,
): ReadonlyMap<string, QualifiedName> {
  const all = new Map<string, QualifiedName>(renamed);
  for (const name of gone) all.delete(name);
  for (const name of gone) {
    const now = moved.get(name);
    const [schema = '', bare = ''] = name.split('\0');
    if (now !== undefined && !created.has(name)) all.set(now, renamed.get(name) ?? { schema, name: bare });
  }
  return all;
}

/** Relations and types that only the second one has. */
function newNames(before: SchemaSnapshot, after: SchemaSnapshot): readonly string[] {
  const sections = ['tables', 'views', 'sequences', 'types'] as const;
  return sections.flatMap((section) => {
    const [old, now] = [before[section] as Objects, after[section] as Objects];
    if (old === now) return [];
    const found: string[] = [];
    for (const [key, object] of now) {
      const other = old.get(key);
      if (other === object) continue;
      if (other === undefined) found.push(key);
      const known = other === undefined ? none : new Set(indexNames(other));
      for (const name of indexNames(object))
        if (!known.has(name)) found.push(nameKey({ schema: object.name.schema, name }));
    }
    return found;
  });
}

type Objects = ReadonlyMap<string, Pick<Table, 'name'>>;

function indexNames(
  object: Pick<Table, 'name'> & Partial<Pick<Table | View, 'indexes'>> & Partial<Pick<Table, 'constraints'>>,
): readonly string[] {
  const { indexes = [], constraints = [] } = object;
  return [...indexes, ...constraints.filter(hasOwnIndex)].map(({ name }) => name);
}

/** CREATE TABLE AS makes a table that is not known otherwise, and fills it. */
function afterOpaque(context: RunContext, sql: string | undefined, draft: Draft): RunContext {
  const into = intoOf(sql === undefined ? undefined : nodeOf(context, sql));
  if (into === undefined) return context;
  const key = nameKey(creationName(draft, into));
  return {
    ...context,
    created: new Set([...context.created, key]),
    filled: new Set([...context.filled, key]),
  };
}

function intoOf(node: Node | undefined): ObjectName | undefined {
  const into =
    node !== undefined && 'CreateTableAsStmt' in node
      ? node.CreateTableAsStmt.into
      : node !== undefined && 'SelectStmt' in node
        ? node.SelectStmt.intoClause
        : undefined;
  return into?.rel === undefined ? undefined : relationName(into.rel);
}

function nodeOf({ sql }: RunContext, text: string): Node | undefined {
  const parse = sql.parse(text);
  return parse.kind === 'parsed' && parse.statements.length === 1 ? parse.statements[0]?.node : undefined;
}

/** `SET TIME ZONE`; `undefined` where the new one is not a constant, or is the session's default again. */
function timeZoneAfter(context: RunContext, text: string | undefined): string | undefined {
  if (text === undefined || !/time\s*zone/i.test(text)) return context.timeZone;
  const node = nodeOf(context, text);
  if (node === undefined || !('VariableSetStmt' in node)) return context.timeZone;
  const { name, args, kind } = node.VariableSetStmt;
  if (name?.toLowerCase() !== 'timezone') return context.timeZone;
  const value = kind === 'VAR_SET_VALUE' ? constantText(args?.[0]) : '';
  return value === '' ? undefined : value;
}
