/**
 * The statements of one DO block, followed as far as only guards and known text decide what they do.
 *
 * A guard that asks for what is in the schema becomes a conditional operation; a handler of exceptions, an attempt.
 * Loops are unrolled where their values are written out. Whatever else decides, is opaque.
 */
import type { Node } from '@pgsql/types';
import type { SchemaCondition } from '../../migration/operations/condition.ts';
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import type { Location, Range } from '../../text/range.ts';
import { affectedBy, blurred, changesNothing } from '../affected.ts';
import { parseExpression } from '../parseExpression.ts';
import { holeLetter } from '../placeholders.ts';
import type { SqlNode } from '../sqlParser.ts';
import type { SqlReader } from '../sqlReader.ts';
import type { Statement } from '../statement.ts';
import { opaque } from '../statements/step.ts';
import { hasRow } from './catalogQuery.ts';
import { conditionOf, isCount } from './condition.ts';
import {
  assignedIn,
  elseIf,
  leaves,
  listIn,
  member,
  type PlStatement,
  queryIn,
  raisesError,
  statementLists,
  statementsIn,
  targetsOf,
  textIn,
} from './plpgsql.ts';
import { knownText, textWithHoles } from './textValue.ts';
import { Variables } from './variables.ts';

type Operations = readonly MigrationOperation[];

interface Place {
  readonly location: Location;
  readonly sql: string;
}

interface Asked extends Place {
  readonly condition: SchemaCondition;
}

export class BlockReader {
  readonly #body: SqlNode;
  readonly #names: readonly (string | undefined)[];
  readonly #reader: SqlReader;
  /** Statements stand in the text as they do in the tree, one behind the other. */
  #cursor = 0;

  /** @param body The function that PL/pgSQL makes of `code`. */
  constructor(code: string, body: SqlNode, statement: Statement, reader: SqlReader) {
    const start = reader.sql.indexOf(code, statement.range.start);
    const isVerbatim = start >= 0 && start + code.length <= statement.range.end;
    const locate = ({ start: from, end }: Range): Location =>
      reader.locate(isVerbatim ? { start: start + from, end: start + end } : statement.range);
    const written = isVerbatim ? reader.written.slice(start, start + code.length) : code;
    this.#body = body;
    this.#reader = { ...reader, locate, sql: code, written, holes: [] };
    this.#names = listIn(body, 'datums').map((datum) => textIn(variableIn(datum), 'refname'));
  }

  read(): Operations {
    const variables = new Variables();
    for (const datum of listIn(this.#body, 'datums')) this.#declare(variableIn(datum), variables);
    const block = member(this.#body, 'action', 'PLpgSQL_stmt_block');
    return block === undefined ? [] : this.#block(block, variables);
  }

  #declare(variable: SqlNode | undefined, variables: Variables): void {
    const name = textIn(variable, 'refname');
    const query = queryIn(variable, 'default_val');
    const isAlone = this.#names.filter((one) => one === name).length === 1;
    if (name !== undefined && query !== undefined && isAlone) this.#set(name, query, variables);
  }

  #set(name: string, query: string, variables: Variables): void {
    const node = this.#expression(query);
    const text = knownText(node, variables.text);
    if (text !== undefined) variables.set(name, { kind: 'text', text });
    else {
      const condition = node && conditionOf(node, variables);
      const isKnown = condition !== undefined && condition.kind !== 'unknown';
      variables.set(name, isKnown ? { kind: 'condition', condition } : undefined);
    }
  }

  #block(block: SqlNode, variables: Variables): Operations {
    const handlers = listIn(member(block, 'exceptions', 'PLpgSQL_exception_block'), 'exc_list').map((item) =>
      statementsIn(member(item, 'PLpgSQL_exception'), 'action'),
    );
    // A handler that raises an error itself is as none.
    const caught = handlers.filter((actions) => !actions.some(raisesError));
    if (caught.length === 0) return this.#sequence(statementsIn(block, 'body'), variables);
    const inside = variables.copy();
    const attempt = this.#sequence(statementsIn(block, 'body'), inside);
    const onFailure = this.#handled(caught, inside);
    variables.forgetChanged([inside]);
    if (attempt.every(changesNothing)) return attempt;
    return [{ kind: 'attempt', attempt, onFailure, ...whereOf(attempt, this.#everything()) }];
  }

  #handled(handlers: readonly (readonly PlStatement[])[], variables: Variables): Operations {
    const done = handlers
      .map((actions) => this.#sequence(actions, variables))
      .filter((operations) => !operations.every(changesNothing));
    const [first] = done;
    if (first === undefined) return [];
    if (handlers.length === 1) return first;
    return [blurred(done.flat(), 'Which handler of exceptions is run is not known.', this.#everything())];
  }

  #sequence(statements: readonly PlStatement[], variables: Variables): Operations {
    const operations: MigrationOperation[] = [];
    for (const [index, statement] of statements.entries()) {
      if (statement.kind === 'return' || statement.kind === 'exit' || raisesError(statement)) break;
      const rest = statements.slice(index + 1);
      if (statement.kind === 'if' && leaves(statement.body)) {
        return [...operations, ...this.#leaving(statement.body, rest, variables)];
      }
      const own = this.#statement(statement, variables);
      operations.push(...own);
      // What was asked before it may be answered otherwise now.
      if (!own.every(changesNothing)) variables.forgetConditions();
      if (leaves(statement.body)) {
        return [...operations, ...this.#perhaps(this.#sequence(rest, variables))];
      }
    }
    return operations;
  }

  /** `IF … THEN RETURN; END IF;`: what follows is done otherwise. */
  #leaving(body: SqlNode, rest: readonly PlStatement[], variables: Variables): Operations {
    const branch = statementsIn(body, 'then_body');
    const isPlain =
      listIn(body, 'elsif_list').length === 0 &&
      !leaves(body.else_body) &&
      branch.at(-1)?.kind === 'return' &&
      !leaves(branch.slice(0, -1).map((one) => one.body));
    if (!isPlain) {
      const done = this.#statement({ kind: 'if', body }, variables);
      return [...done, ...this.#perhaps(this.#sequence(rest, variables))];
    }
    const { condition, location, sql } = this.#condition(body, variables);
    const then = this.#sequence(branch, variables.copy());
    const otherwise = [
      ...this.#sequence(statementsIn(body, 'else_body'), variables),
      ...this.#sequence(rest, variables),
    ];
    return conditional({ condition, then, otherwise, location, sql });
  }

  #perhaps(then: Operations): Operations {
    const reason = 'Whether the block goes on to here is not known.';
    const at = this.#everything();
    return conditional({ condition: { kind: 'unknown', reason }, then, otherwise: [], ...at });
  }

  #statement({ kind, body }: PlStatement, variables: Variables): Operations {
    switch (kind) {
      case 'block':
        return this.#block(body, variables);
      case 'if':
        return this.#if(body, variables);
      case 'execsql':
        return this.#sql(queryIn(body, 'sqlstmt') ?? '', body, variables);
      case 'perform':
        return this.#sql(queryIn(body, 'expr') ?? '', undefined, variables);
      case 'call':
        return this.#sql(queryIn(body, 'expr') ?? '', undefined, variables);
      case 'dynexecute':
        return this.#execute(body, variables);
      case 'assign':
        return this.#assign(body, variables);
      case 'fori':
      case 'fors':
      case 'foreach_a':
      case 'while':
      case 'loop':
      case 'dynfors':
      case 'forc':
        return this.#loop(kind, body, variables);
      case 'case':
        return this.#unclear(body, variables, 'Which branch of CASE is taken is not known.');
      case 'rollback':
        return [this.#opaque('ROLLBACK takes back an unknown part of what stands before it.')];
      default:
        // RAISE NOTICE, NULL, ASSERT, GET DIAGNOSTICS, cursors, COMMIT.
        return [];
    }
  }

  #if(body: SqlNode, variables: Variables): Operations {
    const { condition, location, sql } = this.#condition(body, variables);
    const inThen = variables.copy();
    const inElse = variables.copy();
    const then = this.#sequence(statementsIn(body, 'then_body'), inThen);
    const [next, ...more] = listIn(body, 'elsif_list')
      .map((item) => member(item, 'PLpgSQL_if_elsif'))
      .filter((item) => item !== undefined);
    const otherwise =
      next === undefined
        ? this.#sequence(statementsIn(body, 'else_body'), inElse)
        : this.#if(elseIf(next, more, body), inElse);
    variables.forgetChanged([inThen, inElse]);
    return conditional({ condition, then, otherwise, location, sql });
  }

  #condition(body: SqlNode, variables: Variables): Asked {
    const query = queryIn(body, 'cond') ?? '';
    const range = this.#find(query);
    const node = this.#expression(query);
    const reason = 'The condition cannot be read.';
    const condition =
      node === undefined ? ({ kind: 'unknown', reason } as const) : conditionOf(node, variables);
    return { condition, ...this.#at(range) };
  }

  /** A statement as it stands in the block, or one that PL/pgSQL makes of it. */
  #sql(query: string, into: SqlNode | undefined, variables: Variables): Operations {
    const range = this.#find(query.replace(/^SELECT /, ''));
    const isVerbatim = range !== undefined && this.#reader.sql.slice(range.start, range.end) === query;
    this.#remember(query, into, variables);
    return isVerbatim ? this.#reader.readPart(this.#reader, range) : this.#foreign(query, range);
  }

  /** `SELECT EXISTS (…) INTO found`, `SELECT count(*) INTO n`: conditions that are asked for later. */
  #remember(query: string, into: SqlNode | undefined, variables: Variables): void {
    const parse = this.#reader.parser.parse(query);
    const node = parse.kind === 'parsed' ? parse.statements[0]?.node : undefined;
    variables.set('found', undefined);
    if (node === undefined || !('SelectStmt' in node)) {
      this.#forgetTargets(into, variables);
      return;
    }
    const condition = hasRow(node.SelectStmt, variables.text);
    variables.set('found', condition && { kind: 'condition', condition });
    const names = targetsOf(into, this.#names);
    const [name] = names;
    this.#forgetTargets(into, variables);
    if (name === undefined || names.length > 1) return;
    if (isCount(node)) variables.set(name, condition && { kind: 'count', condition });
    else if (node.SelectStmt.fromClause === undefined) this.#set(name, `(${query})`, variables);
  }

  #forgetTargets(into: SqlNode | undefined, variables: Variables): void {
    for (const name of targetsOf(into, this.#names)) variables.set(name, undefined);
  }

  #execute(body: SqlNode, variables: Variables): Operations {
    const query = queryIn(body, 'query') ?? '';
    const range = this.#find(query);
    const node = this.#expression(query);
    const text = node === undefined ? undefined : textWithHoles(node, variables.text);
    this.#forgetTargets(body, variables);
    if (text === undefined) return [this.#opaque('What EXECUTE runs is not known.', range)];
    const operations = this.#foreign(text, range);
    if (!text.includes(holeLetter) || operations.length === 0) return operations;
    const at = this.#at(range);
    return [blurred(operations, 'EXECUTE runs SQL that the block computes.', { ...at, sql: query })];
  }

  #assign(body: SqlNode, variables: Variables): Operations {
    const query = queryIn(body, 'expr') ?? '';
    const [, name, value] = /^\s*([\w"]+)\s*:?=([\s\S]*)$/.exec(query) ?? [];
    const target = this.#names[Number(body.varno ?? 0)] ?? name;
    if (target !== undefined && value !== undefined) this.#set(target, value, variables);
    else if (target !== undefined) variables.set(target, undefined);
    return [];
  }

  #loop(kind: string, body: SqlNode, variables: Variables): Operations {
    const [name, values] = this.#values(kind, body, variables);
    if (name === undefined || values === undefined || leaves(body)) {
      return this.#unclear(body, variables, 'How often the loop is run, and for what, is not known.');
    }
    const start = this.#cursor;
    return values.flatMap((text) => {
      this.#cursor = start;
      variables.set(name, { kind: 'text', text });
      return this.#sequence(statementsIn(body, 'body'), variables);
    });
  }

  /** What a loop's variable is in turn: of `FOREACH … IN ARRAY ARRAY[…]` and `FOR i IN 1..3`. */
  #values(
    kind: string,
    body: SqlNode,
    variables: Variables,
  ): readonly [string | undefined, readonly string[] | undefined] {
    if (kind === 'foreach_a') {
      const node = this.#expression(queryIn(body, 'expr') ?? '');
      return [this.#names[Number(body.varno ?? 0)], node && arrayTexts(node, variables)];
    }
    if (kind !== 'fori') return [undefined, undefined];
    const bound = (key: string): number =>
      Number(knownText(this.#expression(queryIn(body, key) ?? ''), variables.text) ?? Number.NaN);
    const [lower, upper] = [bound('lower'), bound('upper')];
    const name = textIn(member(body, 'var', 'PLpgSQL_var'), 'refname');
    if (!(upper - lower < maxRounds) || body.step !== undefined || body.reverse === true)
      return [name, undefined];
    return [
      name,
      Array.from({ length: Math.max(upper - lower + 1, 0) }, (_, index) => String(lower + index)),
    ];
  }

  /** Its statements may be run any number of times, each. */
  #unclear(body: SqlNode, variables: Variables, reason: string): Operations {
    const inside = variables.copy();
    for (const name of assignedIn(body, this.#names)) inside.set(name, undefined);
    const branches = [...statementLists(body).map((statements) => this.#sequence(statements, inside))].flat();
    variables.forgetChanged([inside]);
    if (branches.every(changesNothing)) return branches;
    const affects = affectedBy(branches);
    return [{ kind: 'opaque', reason, affects, ...whereOf(branches, this.#everything()) }];
  }

  /** SQL that does not stand in the text: all of it is where it comes from. */
  #foreign(text: string, range: Range | undefined): Operations {
    const { location } = this.#at(range);
    return this.#reader.readPart({ ...this.#reader, sql: text, written: text, locate: () => location });
  }

  #expression(query: string): Node | undefined {
    return parseExpression(query, this.#reader.parser)?.node;
  }

  /** PL/pgSQL puts blanks in place of what it takes out: `INTO name`. */
  #find(query: string): Range | undefined {
    const [head = ''] = query.split(/ {5,}/, 1);
    const start = head === '' ? -1 : this.#reader.sql.indexOf(head, this.#cursor);
    if (start < 0) return undefined;
    this.#cursor = start + query.length;
    return { start, end: this.#cursor };
  }

  #opaque(reason: string, range?: Range): MigrationOperation {
    return { ...opaque(reason, 'anything'), ...this.#at(range) };
  }

  #at(range: Range | undefined): Place {
    const { sql, written, locate } = this.#reader;
    const { start, end } = range ?? { start: 0, end: sql.length };
    return { location: locate({ start, end }), sql: written.slice(start, end) };
  }

  #everything(): Place {
    return this.#at(undefined);
  }
}

/** More rounds are no list that somebody wrote out. */
const maxRounds = 200;

const variableIn = (datum: SqlNode): SqlNode | undefined =>
  member(datum, 'PLpgSQL_var') ?? member(datum, 'PLpgSQL_rec');

type Conditional = Extract<MigrationOperation, { readonly kind: 'conditional' }>;

function conditional(parts: Omit<Conditional, 'kind'>): Operations {
  const { then, otherwise } = parts;
  return then.length === 0 && otherwise.length === 0 ? [] : [{ kind: 'conditional', ...parts }];
}

/** The place of the first of some operations. */
function whereOf(
  operations: Operations,
  fallback: Pick<MigrationOperation, 'location' | 'sql'>,
): Pick<MigrationOperation, 'location' | 'sql'> {
  const [first] = operations;
  return first === undefined || operations.length > 1
    ? fallback
    : { location: first.location, ...(first.sql !== undefined && { sql: first.sql }) };
}

function arrayTexts(node: Node, variables: Variables): readonly string[] | undefined {
  if ('TypeCast' in node) return node.TypeCast.arg && arrayTexts(node.TypeCast.arg, variables);
  if (!('A_ArrayExpr' in node)) return undefined;
  const texts = (node.A_ArrayExpr.elements ?? []).map((one) => knownText(one, variables.text));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
