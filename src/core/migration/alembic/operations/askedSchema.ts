/**
 * A script that asks its database what is there, read where that is known: before it runs the schema is what the
 * chain has made, and while it runs, what its own operations have made of that.
 *
 * As in SQLAlchemy, an inspector gives the same answer again, and a MetaData keeps what it once reflected.
 */
import type { Frame, PyCall } from '../../../python/frame.ts';
import { openList, openListOf } from '../../../python/openList.ts';
import { end } from '../../../python/trace.ts';
import {
  expression,
  isSequence,
  none,
  type PyCallResult,
  type PyValue,
  pathOf,
  sameValue,
  unknown,
} from '../../../python/value.ts';
import type { Draft } from '../../../schema/apply/draft.ts';
import { RunningSchema } from '../../../schema/apply.ts';
import { nameKey } from '../../../schema/name.ts';
import type { SchemaSnapshot } from '../../../schema/snapshot.ts';
import { parseType } from '../../../schema/typeName.ts';
import type { SqlParser } from '../../../sql/sqlParser.ts';
import type { MigrationOperation } from '../../operations/operation.ts';
import type { FoundSchema } from '../../operations/scriptOperations.ts';
import type { VersionTable } from '../../versionTable.ts';
import { isCatalogQuery, QueryResults } from './catalog/queryResults.ts';
import { isMetadata } from './naming.ts';
import { reflectedTables } from './reflectedTables.ts';
import { questions, reflect } from './reflection.ts';

/** Whether a call asks for what is there, so that knowing it would tell more of the script. */
export function isQuestion(call: PyCall): boolean {
  const { callee, method } = call;
  if (isCatalogQuery(call)) return true;
  return method === 'reflect' || questions.has(method ?? '') || isInspector(callee);
}

function isInspector(callee: PyValue): boolean {
  return /^sqlalchemy\.(?:inspect|inspection\.inspect|(?:\w+\.)*Inspector(?:\.from_engine)?)$/.test(
    pathOf(callee) ?? '',
  );
}

interface Circumstances {
  readonly sql: SqlParser;
  readonly versionTable: VersionTable | undefined;
  readonly follow: (value: PyValue) => PyValue;
}

export class AskedSchema {
  readonly #schema: RunningSchema;
  readonly #soFar: () => readonly MigrationOperation[];
  readonly #reverse: boolean;
  /** By inspector and question. */
  readonly #answers = new Map<string, PyValue | undefined>();
  /** By what a `MetaData(…)` was given, which is the same object for the same one. */
  readonly #reflected = new WeakMap<PyCallResult['named'], PyValue>();
  readonly #queries: QueryResults;
  #inspectors = 0;
  #asksInOrder = false;

  /**
   * @param soFar What the script has done until now.
   * @param reverse Lists that the server gives in any order are given backwards.
   */
  constructor(
    found: FoundSchema,
    { sql, versionTable, follow }: Circumstances,
    soFar: () => readonly MigrationOperation[],
    reverse: boolean,
  ) {
    this.#queries = new QueryResults(sql, follow);
    const { searchPath, revision } = found;
    const snapshot = withVersionTable(found, versionTable);
    this.#schema = new RunningSchema(snapshot, { sql, searchPath, revision });
    this.#soFar = soFar;
    this.#reverse = reverse;
  }

  /** Whether a list was given that might be in another order as well. */
  get asksInOrder(): boolean {
    return this.#asksInOrder;
  }

  /** `undefined` for calls that are no questions, and for questions without a sure answer. */
  answer(call: PyCall, frame: Frame): PyValue | undefined {
    const { callee, receiver, method = '' } = call;
    if (isCatalogQuery(call)) this.#queries.run(call, () => this.#draft());
    const fetched = this.#queries.fetch(call);
    if (fetched !== undefined) return this.#inOrder(fetched.value, fetched.unordered);
    if (isInspector(callee)) return expression('inspector', [], String(++this.#inspectors));
    if (method === 'reflect' && receiver?.kind === 'call' && isMetadata(receiver)) {
      this.#reflect(call, receiver);
      return none;
    }
    if (receiver?.kind !== 'expression' || receiver.operator !== 'inspector' || !questions.has(method))
      return undefined;
    const answer = this.#reflectOn(method, call);
    if (answer === 'noSuchTable') {
      end({ kind: 'raise' }, frame.world.trace);
      return unknown;
    }
    return this.#kept(`${receiver.name} ${method} ${keyOf(call)}`, answer);
  }

  /** `metadata.tables` of one that was reflected; what a query found, to a loop. */
  settle(value: PyValue): PyValue | undefined {
    if (value.kind === 'call') {
      const found = this.#queries.iterate(value);
      return found && this.#inOrder(found.value, found.unordered);
    }
    if (value.kind !== 'expression' || value.operator !== 'attribute' || value.name !== 'tables')
      return undefined;
    const [object] = value.operands;
    return object?.kind === 'call' ? this.#reflected.get(object.named) : undefined;
  }

  #reflectOn(method: string, call: PyCall): PyValue | 'noSuchTable' | undefined {
    const reflected = reflect(method, call, this.#draft());
    if (reflected === undefined || reflected === 'noSuchTable') return reflected;
    return this.#inOrder(reflected.value, reflected.unordered === true);
  }

  #draft(): Draft {
    return this.#schema.after(this.#soFar());
  }

  #inOrder(value: PyValue, unordered: boolean): PyValue {
    const open = openListOf(value);
    const items = open?.known ?? (isSequence(value) ? value.items : []);
    if (!unordered || items.length < 2) return value;
    this.#asksInOrder = true;
    if (!this.#reverse) return value;
    const known = [...items].reverse();
    return open === undefined ? { kind: 'list', items: known } : openList({ ...open, known });
  }

  /** Where it would be another answer by now, it depends on which way the script went which one it has. */
  #kept(key: string, answer: PyValue | undefined): PyValue | undefined {
    if (!this.#answers.has(key)) {
      this.#answers.set(key, answer);
      return answer;
    }
    const before = this.#answers.get(key);
    if (before === undefined) return answer === undefined ? undefined : unknown;
    return answer !== undefined && sameValue(before, answer) ? before : unknown;
  }

  #reflect({ named, openAt }: PyCall, metadata: PyCallResult): void {
    const isWhole = [...named.keys()].every((name) => name === 'bind') && openAt === undefined;
    const tables = isWhole ? reflectedTables(this.#draft()) : undefined;
    this.#reflected.set(metadata.named, tables ?? unknown);
  }
}

function keyOf({ positional, named }: PyCall): string {
  const plain = (value: PyValue): unknown => {
    const { range: _, ...rest } = value;
    return 'text' in rest ? rest.text : rest.kind;
  };
  return JSON.stringify([positional.map(plain), [...named].map(([name, value]) => [name, plain(value)])]);
}

/** It is there before the first revision runs. */
function withVersionTable(
  { snapshot, searchPath }: FoundSchema,
  table: VersionTable | undefined,
): SchemaSnapshot {
  if (table === undefined) {
    const reason = 'Which table keeps the versions is not known.';
    const affects = { reason, affects: 'anything', within: [{ kind: 'table' }] } as const;
    return { ...snapshot, uncertainties: [...snapshot.uncertainties, affects] };
  }
  const schema = table.schema ?? searchPath.find((one) => snapshot.schemas.has(one)) ?? 'public';
  const name = { schema, name: table.name };
  if (snapshot.tables.has(nameKey(name))) return snapshot;
  const made = {
    kind: 'table',
    name,
    columns: [{ name: 'version_num', type: parseType('varchar(32)'), nullable: false }],
    constraints: [{ kind: 'primaryKey', name: `${table.name}_pkc`, columns: ['version_num'] }],
    indexes: [],
    triggers: [],
    policies: [],
  } as const;
  return { ...snapshot, tables: new Map(snapshot.tables).set(nameKey(name), made) };
}
