/** Functions, procedures, aggregates: their signature, and the hash of their body. */
import type {
  CreateFunctionStmt,
  DefElem,
  DefineStmt,
  FunctionParameter,
  Node,
  ObjectWithArgs,
} from '@pgsql/types';
import type { Step } from '../../migration/operations/operation.ts';
import { typeText } from '../../schema/type.ts';
import { md5 } from '../../text/md5.ts';
import { nameParts, objectName, stringOf } from '../nodes.ts';
import { typeOf } from '../typeOf.ts';
import { flag, given } from './step.ts';

export function createRoutine(create: CreateFunctionStmt): Step {
  const options = (create.options ?? []).flatMap((node) => ('DefElem' in node ? [node.DefElem] : []));
  const language = stringOf(option(options, 'language'))?.toLowerCase();
  const body = create.sql_body === undefined ? bodyOf(options, language) : undefined;
  return {
    kind: 'createRoutine',
    routine: create.is_procedure === true ? 'procedure' : 'function',
    name: objectName(nameParts(create.funcname)),
    argumentTypes: argumentTypes(create.parameters),
    ...given('returns', create.returnType && returnsText(create.returnType)),
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

function returnsText(type: NonNullable<CreateFunctionStmt['returnType']>): string {
  return `${type.setof === true ? 'SETOF ' : ''}${argumentType(type)}`;
}

/** Arguments have no modifiers: PostgreSQL drops them. */
function argumentType(node: FunctionParameter['argType']): string {
  const type = typeOf(node);
  if (type.kind === 'unresolved') return type.text;
  const { modifier: _, ...plain } = type;
  return typeText(plain);
}

export function argumentTypes(parameters: readonly Node[] | undefined): string {
  return (parameters ?? [])
    .flatMap((node) => ('FunctionParameter' in node ? [node.FunctionParameter] : []))
    .filter(({ mode }) => mode !== 'FUNC_PARAM_OUT' && mode !== 'FUNC_PARAM_TABLE')
    .map(({ argType }) => argumentType(argType))
    .join(', ');
}

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
