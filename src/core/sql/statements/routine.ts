/** Functions, procedures, aggregates: their signature, and the hash of their body. */
import type {
  CreateFunctionStmt,
  DefElem,
  DefineStmt,
  DropStmt,
  FunctionParameter,
  Node,
  ObjectWithArgs,
} from '@pgsql/types';
import type { Step } from '../../migration/operations/operation.ts';
import { quoteName } from '../../schema/name.ts';
import type { Parameter } from '../../schema/snapshot.ts';
import { typeText } from '../../schema/type.ts';
import { md5 } from '../../text/md5.ts';
import { nameParts, objectName, stringOf } from '../nodes.ts';
import { expressionIn, findWord, itemsIn, parenthesised, type Statement } from '../statement.ts';
import { typeOf } from '../typeOf.ts';
import { flag, given } from './step.ts';

export function createRoutine(create: CreateFunctionStmt, statement: Statement): Step {
  const options = (create.options ?? []).flatMap((node) => ('DefElem' in node ? [node.DefElem] : []));
  const language = stringOf(option(options, 'language'))?.toLowerCase();
  const body = create.sql_body === undefined ? bodyOf(options, language) : undefined;
  const parameters = parametersOf(create, statement);
  return {
    kind: 'createRoutine',
    routine: create.is_procedure === true ? 'procedure' : 'function',
    name: objectName(nameParts(create.funcname)),
    argumentTypes: argumentTypes(create.parameters),
    ...(parameters.length > 0 && { parameters }),
    ...given('returns', returned(create, parameters)),
    ...given('language', language ?? (create.sql_body === undefined ? undefined : 'sql')),
    ...(body !== undefined && { bodyHash: md5(body) }),
    ...flag('orReplace', create.replace),
  };
}

const option = (options: readonly DefElem[], name: string): Node | undefined =>
  options.find(({ defname }) => defname === name)?.arg;

/** What pg_proc.prosrc will be. A function in C has the name of its symbol there, given second. */
function bodyOf(options: readonly DefElem[], language: string | undefined): string | undefined {
  const as = option(options, 'as');
  const [body, symbol] = as !== undefined && 'List' in as ? nameParts(as.List.items) : [];
  return language === 'c' ? symbol : body;
}

/** As `pg_get_function_result` prints it: of a table its columns, which the tree only has a `record` for. */
function returned(create: CreateFunctionStmt, parameters: readonly Parameter[]): string | undefined {
  const columns = parameterNodes(create.parameters)
    .filter(({ mode }) => mode === 'FUNC_PARAM_TABLE')
    .map(({ name = '', argType }) => `${quoteName(name)} ${argumentType(argType)}`);
  if (columns.length > 0) return `TABLE(${columns.join(', ')})`;
  return create.returnType ? returnsText(create.returnType) : answerOf(create, parameters);
}

function returnsText(type: NonNullable<CreateFunctionStmt['returnType']>): string {
  return `${type.setof === true ? 'SETOF ' : ''}${argumentType(type)}`;
}

/** Of a function that does not say what it returns: what its parameters give back. */
function answerOf(
  { is_procedure }: CreateFunctionStmt,
  parameters: readonly Parameter[],
): string | undefined {
  const [one, other] = parameters.filter(({ mode }) => mode === 'out' || mode === 'inout');
  if (is_procedure === true || one === undefined) return undefined;
  return other === undefined ? one.type : 'record';
}

/** Arguments have no modifiers: PostgreSQL drops them. */
function argumentType(node: FunctionParameter['argType']): string {
  const type = typeOf(node);
  if (type.kind === 'unresolved') return type.text;
  const { modifier: _, ...plain } = type;
  return typeText(plain);
}

const parameterModes: ReadonlyMap<FunctionParameter['mode'], Parameter['mode']> = new Map([
  ['FUNC_PARAM_DEFAULT', 'in'],
  ['FUNC_PARAM_IN', 'in'],
  ['FUNC_PARAM_OUT', 'out'],
  ['FUNC_PARAM_INOUT', 'inout'],
  ['FUNC_PARAM_VARIADIC', 'variadic'],
]);

/** The tree does not say where a parameter stands; they are the items of the first parentheses, one for one. */
function parametersOf({ parameters }: CreateFunctionStmt, statement: Statement): readonly Parameter[] {
  const inside = parenthesised(statement, 0);
  const items = inside === undefined ? [] : itemsIn(statement, ...inside);
  return parameterNodes(parameters).flatMap(({ mode: written, name, argType, defexpr }, index) => {
    const mode = parameterModes.get(written);
    if (mode === undefined) return [];
    const item = defexpr === undefined ? undefined : items[index];
    const expression = item && defaultIn(statement, ...item);
    return [{ mode, ...given('name', name), type: argumentType(argType), ...given('default', expression) }];
  });
}

function defaultIn(statement: Statement, from: number, to: number): string {
  return expressionIn(statement, findWord(statement, ['default', '='], from, to) + 1, to);
}

function parameterNodes(nodes: readonly Node[] | undefined): readonly FunctionParameter[] {
  return (nodes ?? []).flatMap((node) => ('FunctionParameter' in node ? [node.FunctionParameter] : []));
}

export function argumentTypes(parameters: readonly Node[] | undefined): string {
  return parameterNodes(parameters)
    .filter(({ mode }) => mode !== 'FUNC_PARAM_OUT' && mode !== 'FUNC_PARAM_TABLE')
    .map(({ argType }) => argumentType(argType))
    .join(', ');
}

/** `DROP ROUTINE` is about any kind. */
export function routineKind(type: DropStmt['removeType']): Pick<DropRoutine, 'routine'> {
  const kind = routineKinds.get(type);
  return kind === undefined ? {} : { routine: kind };
}

type DropRoutine = Extract<Step, { readonly kind: 'dropRoutine' }>;

const routineKinds: ReadonlyMap<DropStmt['removeType'], DropRoutine['routine']> = new Map([
  ['OBJECT_FUNCTION', 'function'],
  ['OBJECT_PROCEDURE', 'procedure'],
  ['OBJECT_AGGREGATE', 'aggregate'],
]);

/** As statements name an existing routine; without arguments where they name it alone. */
export function signatureOf({ objname, objargs, objfuncargs, args_unspecified }: ObjectWithArgs) {
  const name = objectName(nameParts(objname));
  if (args_unspecified === true) return { name };
  if (objfuncargs !== undefined) return { name, argumentTypes: argumentTypes(objfuncargs) };
  const types = (objargs ?? []).flatMap((node) => ('TypeName' in node ? [argumentType(node.TypeName)] : []));
  return { name, argumentTypes: types.join(', ') };
}

export function createAggregate({ defnames, args, replace }: DefineStmt): Step {
  const [list] = args ?? [];
  const parameters = list !== undefined && 'List' in list ? list.List.items : [];
  return {
    kind: 'createRoutine',
    routine: 'aggregate',
    name: objectName(nameParts(defnames)),
    argumentTypes: argumentTypes(parameters),
    ...flag('orReplace', replace),
  };
}
