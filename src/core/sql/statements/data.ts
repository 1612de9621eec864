/** Statements that read or write rows, and the functions they call, one of which may change the schema. */
import type { Node } from '@pgsql/types';
import type { AffectedObject } from '../../migration/operations/definitions.ts';
import type { Step } from '../../migration/operations/operation.ts';
import { displayName, type ObjectName } from '../../schema/name.ts';
import { nameFrom, nameParts, objectName, tagOf } from '../nodes.ts';
import type { Statement } from '../statement.ts';
import { visit } from '../visit.ts';
import { isHarmless } from './harmlessFunctions.ts';
import { constantText, searchPathFrom } from './session.ts';
import { opaque, table } from './step.ts';

export function data(node: Node): Step {
  const statement = tagOf(node).replace('Stmt', '').replace('RefreshMatView', 'Refresh materialized view');
  return { kind: 'data', statement: statement.toUpperCase(), tables: relationsIn(node) };
}

/** A query of its own, or a CALL, is written for what its functions do. */
export function query(node: Node, statement: Statement): readonly Step[] {
  const effects = callsIn(node).flatMap((call) => effectOf(call, statement) ?? []);
  return effects.length > 0 ? effects : [data(node)];
}

interface Call {
  readonly name: ObjectName;
  readonly args: readonly Node[];
}

function effectOf({ name, args }: Call, { routines }: Statement): Step | undefined {
  if (name.name === 'set_config' && constantText(args[0]).toLowerCase() === 'search_path') {
    return { kind: 'setSearchPath', schemas: searchPathFrom(constantText(args[1])) };
  }
  const effect = routines.effectOf(name);
  if (effect === undefined ? isHarmless(name) : effect.length === 0) return undefined;
  const reason = `What ${displayName(name)} does when it is called is not known.`;
  if (effect !== undefined) return opaque(reason, effect);
  return opaque(reason, affectedByCall(name.name.toLowerCase(), args) ?? 'anything');
}

/** Of extensions' functions that change what their arguments name. */
function affectedByCall(name: string, args: readonly Node[]): readonly AffectedObject[] | undefined {
  const names = args
    .slice(
      0,
      args.findIndex((arg) => constantText(arg) === ''),
    )
    .map(constantText);
  // PostGIS: (schema, table, column, srid, …), the schema may be left out.
  const [column, geometryTable, schema] = [...names].reverse();
  if (name === 'addgeometrycolumn' && column !== undefined && geometryTable !== undefined) {
    const on = schema === undefined ? { name: geometryTable } : { schema, name: geometryTable };
    return [table(on, [{ kind: 'column', name: column }])];
  }
  const own = tablesOf.get(name);
  const named = own === undefined ? '' : constantText(args[own]);
  return named === '' ? undefined : [table(nameFrom(named))];
}

/** Functions of extensions that change one table: the index of the argument that names it. */
const tablesOf: ReadonlyMap<string, number> = new Map([
  ['create_hypertable', 0],
  ['add_dimension', 0],
  ['create_distributed_table', 0],
  ['create_reference_table', 0],
]);

/** Every table, view or sequence that the statement names, without its own WITH queries and the catalogs. */
function relationsIn(node: Node): readonly ObjectName[] {
  const found = new Map<string, ObjectName>();
  const own = new Set<string>();
  visit(node, (value) => {
    const { relname, schemaname, ctename } = value;
    if (typeof ctename === 'string') own.add(ctename);
    if (typeof relname !== 'string') return;
    const name = typeof schemaname === 'string' ? { schema: schemaname, name: relname } : { name: relname };
    found.set(`${name.schema ?? ''}\0${relname}`, name);
  });
  return [...found.values()].filter(({ schema, name }) =>
    schema === undefined
      ? !own.has(name) && !name.startsWith('pg_')
      : schema !== 'pg_catalog' && schema !== 'information_schema',
  );
}

function callsIn(node: Node): readonly Call[] {
  const calls: Call[] = [];
  visit(node, ({ funcname, args }) => {
    if (!Array.isArray(funcname)) return;
    const name = objectName(nameParts(funcname as readonly Node[]));
    calls.push({ name, args: Array.isArray(args) ? (args as readonly Node[]) : [] });
  });
  return calls;
}
